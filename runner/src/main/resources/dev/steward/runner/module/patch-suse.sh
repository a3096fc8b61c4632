# Packages kept by rpm and zypper. What is left out is locked meanwhile.
begin() {
  command -v zypper >/dev/null 2>&1 || fail "the host has no zypper"
  ZYPP_LOCK_TIMEOUT=0
  export ZYPP_LOCK_TIMEOUT
  # A rolling release is brought up to date by another word.
  case $system in opensuse-tumbleweed* | opensuse-slowroll* | opensuse-microos*) verb=dist-upgrade ;; *) verb=update ;; esac
}
call() {
  into=$1
  shift
  again "$into" 'is locked' zypper --non-interactive "$@"
}
problems() {
  grep -i -e 'error' -e '^Problem' -e 'locked' -e 'Skipping repository' -e 'failed' -e 'Valid metadata not found' "$dir/$1" |
    sed 's/<[^>]*>//g' | complain
}
index() {
  if [ "$private" = 1 ]; then
    # Its own copy of what is known of repositories.
    set -- --cache-dir "$dir/cache"
  else
    set --
  fi
  call index "$@" refresh
  if [ "$code" != 0 ] || grep -q -e '^Skipping repository' -e 'have not been refreshed' "$dir/index"; then
    problems index
    fail "cannot refresh the package lists"
  fi
}
list() { rpm -qa --qf 'ii |%{NAME}|%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n' | grep -v '|gpg-pubkey|' | sort >"$dir/$1"; }
locked() { sed -n 's/^solvable_name: //p' /etc/zypp/locks 2>/dev/null; }
held() { locked | while IFS= read -r name; do say held "$name"; done; }
onhold() {
  for each in "$@"; do zypper --non-interactive --quiet addlock "$each" </dev/null || return 1; done
}
# What to lock: the patterns themselves, so that they hold for new packages too.
tohold() { locked >"$dir/locked"; grep -Fxv -f "$dir/locked" "$dir/patterns"; }
# Other locks than the host's, so that a dry run changes nothing.
pretend() {
  cp /etc/zypp/locks "$dir/locks" 2>/dev/null || : >"$dir/locks"
  while IFS= read -r each; do
    printf '\ntype: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: %s\n' "$each"
  done <"$dir/patterns" >>"$dir/locks"
  { cat "${ZYPP_CONF:-/etc/zypp/zypp.conf}" 2>/dev/null; printf '\n[main]\nlocksfile.path = %s\n' "$dir/locks"; } >"$dir/zypp.conf"
}
simulate() { # file, words
  into=$1
  shift
  if [ "$private" = 1 ]; then set -- --cache-dir "$dir/cache" --no-refresh --xmlout "$@" --dry-run
  else set -- --no-refresh --xmlout "$@" --dry-run; fi
  call "$into" "$@"
  case $code in
    0 | 100 | 101 | 102 | 103) code=0 ;;
    *) problems "$into"; fail "zypper $verb cannot be done" ;;
  esac
}
plan() {
  goal=$1 wish=$2
  if [ "$mode$wish" = check1 ] && [ -s "$dir/patterns" ]; then
    pretend
    ZYPP_CONF=$dir/zypp.conf
    export ZYPP_CONF
  fi
  if [ "$wish" = 1 ]; then
    simulate secure patch --category security --auto-agree-with-licenses
    raw advisories "$dir/secure"
  fi
  if [ "$security$wish" = 11 ]; then cp "$dir/secure" "$dir/$goal"
  else simulate "$goal" "$verb" --auto-agree-with-licenses
  fi
  unset ZYPP_CONF
  [ "$wish" = 1 ] || return 0
  call known --no-refresh --xmlout list-patches --all
  ! grep -q 'kind="patch"' "$dir/known" || say advised 1
  code=0
}
loads() { :; }
update() {
  # What mends zypper itself comes first and alone (103): then once more.
  for turn in 1 2; do
    if [ "$security" = 1 ]; then call update --no-refresh patch --category security --auto-agree-with-licenses
    else call update --no-refresh "$verb" --auto-agree-with-licenses
    fi
    [ "$code" = 103 ] || break
  done
  case $code in 0 | 100 | 101 | 102 | 103) code=0 ;; *) problems update ;; esac
}
reasons() {
  zypper --non-interactive needs-rebooting </dev/null >"$dir/rebooting" 2>/dev/null
  case $? in
    0) told=0 ;;
    102) told=1; say reason "zypper needs-rebooting says so" ;;
    *) told= ;;
  esac
  if [ "$told" != 1 ] && ! contained; then
    newest=$(rpm -q --qf '%{INSTALLTIME} %{VERSION}-%{RELEASE}\n' kernel-default 2>/dev/null | grep '^[0-9]' | sort -n | tail -n 1)
    if [ -n "$newest" ]; then
      newest=${newest#* }
      # The running one says neither its rebuild number nor, always, its flavour in the same way.
      case $(uname -r) in "${newest%.*}"-* | "$newest"*) ;; *) told=1; say reason "kernel $newest is installed, $(uname -r) runs" ;; esac
    fi
  fi
  [ -z "$told" ] || say reboot "$told"
}
