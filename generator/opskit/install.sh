#!/bin/sh
# 装 zwgk 到 .venv，不连互联网：ZWGK_WHEELHOUSE 是程序仓库里 make wheelhouse 生成的文件夹，或者它在内网的网址。
set -eu
cd "$(dirname "$0")/.."
if [ -z "${ZWGK_WHEELHOUSE:-}" ]; then
    echo "没有设 ZWGK_WHEELHOUSE：写上安装包所在的文件夹或网址" >&2
    exit 2
fi
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --no-index --find-links "$ZWGK_WHEELHOUSE" zwgk
