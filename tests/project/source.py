"""The project's own source as syntax trees, read once for the tests that look at it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "casework", "petitions", "clients")
CODE = (*APPS, "config", "bootstrap", "bench")


@dataclass(frozen=True)
class Module:
    """One file: `name` is its dotted name, `app` its first part."""

    path: Path

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def app(self) -> str:
        return self.name.split(".")[0]

    @property
    def shown(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_page(self) -> bool:
        """Views, forms and what draws every page: the outer layer."""
        return any(part in self.name.split(".") for part in ("views", "forms", "context"))


@cache
def modules(*packages: str) -> tuple[Module, ...]:
    """Files of these packages (all code by default), without migrations."""
    found = [path for one in packages or CODE for path in sorted((ROOT / one).rglob("*.py"))]
    return tuple(Module(path) for path in found if "migrations" not in path.parts)


@cache
def modules_of_tests() -> tuple[Module, ...]:
    return tuple(Module(path) for path in sorted((ROOT / "tests").rglob("*.py")))


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def imported(module: Module) -> Iterator[tuple[str, bool]]:
    """Dotted names that a module imports, and whether it does so while it is loaded (not inside a function)."""
    late = {id(inner) for function in functions(module) for inner in ast.walk(function)}
    late |= {id(inner) for node in ast.walk(module.tree) if _is_for_types(node) for inner in ast.walk(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.shown}: imports are absolute"
            yield from ((f"{node.module}.{one.name}", id(node) not in late) for one in node.names)
        elif isinstance(node, ast.Import):
            yield from ((one.name, id(node) not in late) for one in node.names)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def strings(module: Module) -> Iterator[tuple[int, str]]:
    """Text in the code that can reach a reader: constants, without docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    skipped = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def chain(node: ast.AST) -> list[str]:
    """`Case.objects.filter(…).update` as ["Case", "objects", "filter", "update"]; empty for anything else."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(names)]
        else:
            return []
