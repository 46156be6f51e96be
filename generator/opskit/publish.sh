#!/bin/sh
# 检查、生成、发布、核对。有一步不成就停下，线上不动。要的变量：
#   ZWGK_TARGET      发布到哪里，如 /srv/zwgk 或 web@10.0.0.5:/srv/zwgk
#   ZWGK_KEY         签名私钥的文件（可以没有）；ZWGK_PUBLIC_KEY 是公钥的文件
#   ZWGK_URL         发布后核对的网址，写成空的就不核对
#   ZWGK_SEEN        记着最高版本的文件；放在流水线清不掉的地方才有用
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
ZWGK_CACHE="${ZWGK_CACHE:-$PWD/.zwgk/cache}"
export PATH ZWGK_CACHE
: "${ZWGK_TARGET:?没有设 ZWGK_TARGET：写上发布到哪里}"

zwgk build
zwgk publish "$ZWGK_TARGET" ${ZWGK_KEY:+--key "$ZWGK_KEY"} ${ZWGK_SEEN:+--seen "$ZWGK_SEEN"}
url="${ZWGK_URL-@URL@}"
if [ -n "$url" ]; then
    zwgk verify "$url" --sample 200 ${ZWGK_PUBLIC_KEY:+--key "$ZWGK_PUBLIC_KEY"} ${ZWGK_SEEN:+--seen "$ZWGK_SEEN"}
fi
