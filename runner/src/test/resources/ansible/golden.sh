#!/bin/bash
# Writes again what Debian's ansible-core prints for each inventory of the corpus (apt-get install ansible-core).
# Usage: golden.sh DIR_OF_THE_CORPUS
set -eu
here=$(cd "$(dirname "$0")" && pwd)
corpus=$(cd "$1" && pwd)
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
cd "$empty"
export ANSIBLE_LOCALHOST_WARNING=0 LC_ALL=C.UTF-8
for dir in "$corpus"/*/; do
  dir=${dir%/}
  sources=()
  if [ -f "$dir/sources" ]; then
    while IFS= read -r line; do
      case $line in *,*) sources+=("$line") ;; *) sources+=("$dir/$line") ;; esac
    done < "$dir/sources"
  else
    sources=("$dir/hosts.yml")
  fi
  options=()
  for source in "${sources[@]}"; do options+=(-i "$source"); done
  [ ! -d "$dir/playbook" ] || options+=(--playbook-dir "$dir/playbook")
  rm -rf "$dir/golden"
  mkdir "$dir/golden"
  ansible-inventory "${options[@]}" --list > "$dir/golden/list.json" 2> /dev/null
  ansible-inventory "${options[@]}" --graph > "$dir/golden/graph.txt" 2> /dev/null
  ansible-inventory "${options[@]}" --graph --vars > "$dir/golden/vars.txt" 2> /dev/null || rm "$dir/golden/vars.txt"
  if [ -f "$dir/patterns" ]; then
    /usr/bin/python3 "$here/patterns.py" "${sources[@]}" < "$dir/patterns" > "$dir/golden/hosts.tsv" 2> /dev/null
    ansible-inventory "${options[@]}" --host "$(head -1 "$dir/patterns")" > "$dir/golden/host.json" 2> /dev/null || rm "$dir/golden/host.json"
  fi
done
