"""How every form of the site is drawn: Django's own rendering, Bootstrap's classes, our field template."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Finds the form templates among the site's own templates first."""

    field_template_name = "django/forms/field.html"


def _css_class(widget: forms.Widget) -> str:
    """The Bootstrap class of a widget; groups of choices get none, the style sheet lays them out."""
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)) or widget.is_hidden:
        return ""
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


class BootstrapBoundField(forms.BoundField):
    """Adds the classes when the field is drawn, so that widgets exchanged in `__init__` get them as well."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Class, and quiet text fields: names and addresses are neither completed nor spell-checked."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        css = _css_class(widget)
        if css:
            own = built.get("class") or widget.attrs.get("class", "")
            built["class"] = f"{css} {own}".strip()
        if css == "form-control":
            for name, value in (("autocomplete", "off"), ("spellcheck", "false")):
                if name not in widget.attrs:
                    built.setdefault(name, value)
        return built


class BootstrapForm(forms.BaseForm):
    """Mixin, named first: `class NoteForm(BootstrapForm, forms.ModelForm)`."""

    bound_field_class = BootstrapBoundField
