#!/bin/sh
# Before web, worker and reminders start: database, reference data, static files; then every deployment check.
set -eu
cd "$(dirname "$0")/.."
case "${DATABASE_URL:-}${REDIS_URL:-}${SECRET_KEY:-}" in
*change-me*) echo '仍在使用 .env.example 中的示例密码，请先改掉。' >&2; exit 1 ;;
esac
python manage.py migrate --noinput -v0
python manage.py load_reference
python manage.py collectstatic --noinput -v0
python manage.py check --deploy --database default --fail-level WARNING
