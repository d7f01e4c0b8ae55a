#!/bin/sh
# restore.sh FOLDER/<time>: puts a backup into an EMPTY database and data folder, then checks the record's chains.
# Stop web, worker and reminders first. Never overwrites anything.
set -eu
umask 077
source=$(realpath "${1:?用法：restore.sh 某次备份的目录}")
cd "$(dirname "$0")/.."
data=${DATA_DIR:-var}
refuse() { echo "$1" >&2; exit 1; }

(cd "$source" && sha256sum --quiet --check SHA256SUMS) || refuse '备份文件与校验值不符，未作任何改动。'
[ -z "$(ls -A "$data/media" 2>/dev/null)" ] || refuse "$data/media 不是空的，未作任何改动。"
if [ -n "${DATABASE_URL:-}" ]; then
  [ -f "$source/database.dump" ] || refuse '这份备份不是 PostgreSQL 的，未作任何改动。'
  tables=$(psql -Atc "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'" "$DATABASE_URL")
  [ "$tables" = 0 ] || refuse '数据库不是空的，未作任何改动。请新建一个空数据库。'
  pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$source/database.dump"
else
  [ -f "$source/db.sqlite3" ] || refuse '这份备份不是 SQLite 的，未作任何改动。请设置 DATABASE_URL。'
  [ ! -e "$data/db.sqlite3" ] || refuse "$data/db.sqlite3 已存在，未作任何改动。"
  mkdir -p "$data"
  cp "$source/db.sqlite3" "$data/db.sqlite3"
fi
mkdir -p "$data"
tar -C "$data" -xf "$source/media.tar"
python3 manage.py verify_audit
echo '已恢复。'
