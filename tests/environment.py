"""Loaded before Django's settings (pytest -p tests.environment): tests write into a folder of their own."""

import os
import tempfile

if "TEST_DATA_DIR" not in os.environ:
    # The workers of xdist inherit the folder of the process that starts them.
    os.environ["TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="petitions-test-")
os.environ["DATA_DIR"] = os.environ["TEST_DATA_DIR"]
os.makedirs(os.path.join(os.environ["DATA_DIR"], "static"), exist_ok=True)
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ["DEMO"] = "1"
os.environ["DEBUG"] = "0"
os.environ["NO_POOL"] = "1"
# Browser tests drive Django from Playwright's event loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# Two test processes beside each other must not empty each other's cache.
worker, redis = os.environ.get("PYTEST_XDIST_WORKER", "gw0"), os.environ.get("REDIS_URL", "")
if redis and worker != "gw0":
    address, _, number = redis.rpartition("/")
    os.environ["REDIS_URL"] = f"{address}/{int(number) - int(worker.removeprefix('gw'))}"
