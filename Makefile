# make run: the site with demo data. make test: all tests. Both set the machine up first; no other step exists.
PYTHON ?= python3

.PHONY: help run test test-pg check bench lock
help:
	@echo "make run [PORT=8000]      安装所需软件，启动网站、后台任务和提醒（Ctrl-C 停止）"
	@echo "make test [ARGS=...]      全部测试（内置数据库，不需要服务器）"
	@echo "make test-pg [ARGS=...]   同一套测试，用 PostgreSQL 和 Redis（DATABASE_URL、REDIS_URL）"
	@echo "make check                格式、规范、类型、模板、迁移、部署检查、快测"
	@echo "make bench [ARGS=...]     性能测量"
	@echo "make lock                 重新生成 requirements*.txt"

# PORT and ARGS given on the command line reach the program; `make PORT=… run` exports it by itself.
run test test-pg check bench lock:
	@$(PYTHON) -m bootstrap $@ $(ARGS)
