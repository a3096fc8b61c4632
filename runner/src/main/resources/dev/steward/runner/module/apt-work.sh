# What the work of apt-get is made of, for apt and for patch. Wants: job the job's folder, "" without one; dir a folder of
# its own; check 1 where nothing may be done; private 1 where even the package lists stay; patience seconds to wait for a
# lock; validity seconds; release, recommends, purge as apt takes them. Answers go to file descriptor 3.
lists=/var/lib/apt/lists stamp=/var/lib/steward/apt-updated
configure() {
  say() { printf '%s=%s\0' "$1" "$2" >&3; }
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
  export PATH DEBIAN_FRONTEND DEBIAN_PRIORITY APT_LISTCHANGES_FRONTEND UCF_FORCE_CONFFOLD
  command -v apt-get >/dev/null 2>&1 || fail "the host has no apt-get"
  config=$dir/apt.conf
  {
    printf 'Dpkg::Use-Pty "0";\nDpkg::Progress-Fancy "0";\nAPT::Color "0";\nAPT::Get::Assume-Yes "1";\n'
    printf 'Dpkg::Options { "--force-confdef"; "--force-confold"; };\nDPkg::Lock::Timeout "%s";\n' "$patience"
    [ -z "$release" ] || printf 'APT::Default-Release "%s";\n' "$release"
    [ -z "$recommends" ] || printf 'APT::Install-Recommends "%s";\n' "$recommends"
    [ "$purge" != 1 ] || printf 'APT::Get::Purge "1";\n'
    # Where nothing may change even apt's own caches, logs and hooks stay as they are.
    if [ "$private" = 1 ]; then
      printf 'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\nAPT::Sandbox::User "root";\n'
      printf 'Dir::Log "%s";\n' "$dir"
      printf '#clear APT::Update::Pre-Invoke;\n#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n'
    fi
  } >"$config"
}

# Runs apt-get; its output goes to the log and to $dir/out, its status to $rc.
run() {
  { apt-get -q -c "$config" "$@" </dev/null; echo $? >"$dir/rc"; } 2>&1 | tee "$dir/out"
  read -r rc <"$dir/rc"
}
problems() {
  grep -e '^E: ' -e '^W: Failed' -e '^W: GPG' -e '^dpkg: error' -e 'error exit status' -e '^W: Some index' \
    -e 'Could not get lock' "$dir/$1" |
    while IFS= read -r line; do say problem "$line"; done
}

# These are there while dpkg works, and where it was interrupted: apt-get check waits for the former and tells the latter.
interrupted() {
  for each in /var/lib/dpkg/updates/[0-9]*; do
    [ -e "$each" ] || break
    run check
    grep -q 'dpkg was interrupted' "$dir/out" && { say interrupted 1; fail "dpkg was interrupted on the host"; }
    [ "$rc" = 0 ] || { problems out; fail "the package database cannot be read"; }
    break
  done
}

newest() {
  n=0
  for t in $(stat -c %Y "$@" 2>/dev/null); do [ "$t" -le "$n" ] || n=$t; done
  echo "$n"
}
fresh() {
  [ "$validity" -gt 0 ] || return 1
  some=0
  for each in "$lists"/*Release "$lists"/*_Packages*; do [ ! -e "$each" ] || some=1; done
  [ "$some" = 1 ] || return 1
  made=$(newest "$lists" /var/lib/apt/periodic/update-success-stamp "$stamp")
  age=$(($(date +%s) - made))
  [ "$age" -ge 0 ] && [ "$age" -lt "$validity" ] || return 1
  # A source added since is not in the lists.
  [ "$(newest /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/sources.list.d/*)" -le "$made" ]
}
refresh() {
  if [ "$private" = 1 ]; then
    mkdir "$dir/lists" && cp -a "$lists/." "$dir/lists/" || fail "no room for a private copy of the package lists"
    printf 'Dir::State::Lists "%s";\n' "$dir/lists" >>"$config"
  fi
  deadline=$(($(date +%s) + patience)) told=0
  while :; do
    run update -o APT::Update::Error-Mode=any
    if [ "$rc" = 0 ] && ! grep -q -e '^[WE]: Failed to fetch' -e '^W: Some index' "$dir/out"; then break; fi
    if grep -q 'Could not get lock' "$dir/out" && [ "$(date +%s)" -lt "$deadline" ]; then sleep 1; continue; fi
    problems out
    fail "cannot refresh the package lists"
  done
  [ "$private" = 1 ] || { mkdir -p "${stamp%/*}" && : >"$stamp"; }
  say cacheUpdated 1
}
snapshot() { dpkg-query -W -f='${db:Status-Abbrev}|${binary:Package}|${Version}\n' >"$dir/$1"; }
installed() { grep -q -e "^.i.|$1|" -e "^.i.|$1:" "$dir/before"; }
onhold() { grep -q -e "^h..|$1|" -e "^h..|$1:" "$dir/before"; }

# What apt-get would do, in $dir/out; todo=1 where it is anything.
plan() {
  apt-get -q -s -c "$config" "$@" </dev/null >"$dir/out" 2>"$dir/err"
  rc=$? todo=0 kept=0
  if [ "$rc" != 0 ]; then
    cat "$dir/out" "$dir/err"
    problems err
    fail "apt-get $1 cannot be done"
  fi
  while IFS= read -r line; do
    case $line in
      'Inst '* | 'Conf '* | 'Remv '* | 'Purg '*) todo=1; [ "$check" = 0 ] || say plan "$line" ;;
      *' kept back:') kept=1 ;;
      '  '*) [ "$kept" = 0 ] || for each in $line; do say keptBack "$each"; done ;;
      *' not upgraded.') say summary "$line"; kept=0 ;;
      *) kept=0 ;;
    esac
  done <"$dir/out"
}
acted=0 broken=
act() {
  [ -z "$broken" ] || return 0
  plan "$@"
  if [ "$check" = 1 ] || [ "$todo" = 0 ]; then return 0; fi
  acted=1
  run "$@"
  if [ "$rc" != 0 ]; then
    problems out
    broken="apt-get $1 ended with status $rc"
  fi
}
changed() {
  snapshot after
  grep -Fxv -f "$dir/after" "$dir/before" | while IFS= read -r line; do say before "$line"; done
  grep -Fxv -f "$dir/before" "$dir/after" | while IFS= read -r line; do say after "$line"; done
}
# What failed half way has another count of what is left.
left() {
  apt-get -q -s -c "$config" dist-upgrade </dev/null 2>/dev/null | grep ' not upgraded\.$' >"$dir/left" && say left "$(cat "$dir/left")"
}
asks() {
  for each in /run/reboot-required /var/run/reboot-required; do
    [ -e "$each" ] || continue
    say rebootRequired 1
    [ ! -r "$each.pkgs" ] || sort -u "$each.pkgs" | while IFS= read -r line; do say rebootPackage "$line"; done
    break
  done
}
