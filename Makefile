# make run: the site with demo data. make test: all tests. Both set the machine up first; no other step exists.
PYTHON ?= python3
export PORT

.PHONY: run test check bench lock
run test check bench lock:
	@$(PYTHON) -m bootstrap $@
