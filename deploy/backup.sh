#!/bin/sh
# backup.sh FOLDER: database and attachments into FOLDER/<time>/, with checksums. Reads DATABASE_URL and DATA_DIR as
# the site does; KEEP_DAYS (30) says how long older backups stay. SECRET_KEY is not in it.
set -eu
umask 077
target=$(realpath "${1:?用法：backup.sh 存放目录}")
cd "$(dirname "$0")/.."
data=${DATA_DIR:-var}
name=$(date +%Y%m%d-%H%M%S)
work=$target/.$name
mkdir "$work"
trap 'rm -rf "$work"' EXIT

# The database first: a file is kept before its row is written and never deleted, so each row finds its file.
if [ -n "${DATABASE_URL:-}" ]; then
  pg_dump --format=custom --no-owner --no-privileges --file="$work/database.dump" "$DATABASE_URL"
else
  python3 - "$data/db.sqlite3" "$work/db.sqlite3" <<'PYTHON'
import sqlite3, sys
source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
with sqlite3.connect(sys.argv[2]) as copy:
    source.backup(copy)
PYTHON
fi
mkdir -p "$data/media"
tar -C "$data" -cf "$work/media.tar" media
(cd "$work" && sha256sum -- * > SHA256SUMS)
mv "$work" "$target/$name"
trap - EXIT
# Only folders that this script named, and only after a new one is whole.
find "$target" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*-[0-9]*' -mtime "+${KEEP_DAYS:-30}" -exec rm -rf {} +
echo "已备份：$target/$name"
