# Packages kept by rpm and dnf, 4 or 5. Nothing is put on hold: what is left out is said to dnf each time.
dnf=dnf
begin() {
  command -v "$dnf" >/dev/null 2>&1 || fail "the host has no $dnf"
}
# Runs dnf; what is left out stands in the file leave.
call() {
  into=$1
  shift
  set -- "$@" --setopt=exit_on_lock=1
  if [ "$private" = 1 ]; then set -- "$@" "--setopt=cachedir=$dir/cache" "--setopt=logdir=$dir"; fi
  while IFS= read -r each; do set -- "$@" "--exclude=$each"; done <"$dir/leave"
  again "$into" 'lock' "$dnf" "$@"
}
problems() { grep -i -e '^Error' -e '^ Problem' -e '^  - ' -e 'Cannot download' -e 'Failed to download' -e 'lock' -e '^Curl error' "$dir/$1" | complain; }
index() {
  : >"$dir/leave"
  call index -q makecache --refresh '--setopt=*.skip_if_unavailable=0'
  [ "$code" = 0 ] || { problems index; fail "cannot refresh the package lists"; }
}
list() { rpm -qa --qf 'ii |%{NAME}|%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n' | grep -v '|gpg-pubkey|' | sort >"$dir/$1"; }
held() {
  sed -n 's/^ *exclude\(pkgs\)\{0,1\} *= *//p' /etc/dnf/dnf.conf 2>/dev/null | tr ', ' '\n\n' |
    while IFS= read -r name; do [ -z "$name" ] || say held "$name"; done
  : >"$dir/leave"
  locks=$("$dnf" -q versionlock list </dev/null 2>/dev/null) || return 0
  printf '%s\n' "$locks" | while IFS= read -r line; do
    case $line in
      'Package name: '*) say held "${line#*: }" ;;
      *[a-z]-[0-9]*) name=${line%-*-*}; say held "${name%-[0-9]*:*}" ;;
    esac
  done
}
plan() {
  goal=$1 wish=$2
  : >"$dir/leave"
  [ "$wish" = 0 ] || cat "$dir/patterns" >"$dir/leave"
  set -- --assumeno upgrade
  [ "$security$wish" != 11 ] || set -- "$@" --security
  call "$goal" "$@"
  grep -q -e '^Operation aborted' -e '^Nothing to do' "$dir/$goal" && code=0
  [ "$code" = 0 ] || { problems "$goal"; fail "dnf upgrade cannot be done"; }
  if [ "$autoremove" = 1 ]; then
    call unneeded --assumeno autoremove
    cat "$dir/unneeded" >>"$dir/$goal"
    code=0
  fi
  [ "$wish" = 1 ] || return 0
  : >"$dir/leave"
  call advisories -q updateinfo list --security
  raw advisories "$dir/advisories"
  call known -q updateinfo list --all
  ! grep -q '[-:][0-9]' "$dir/known" || say advised 1
  code=0
}
loads() { :; }
update() {
  cat "$dir/patterns" >"$dir/leave"
  set -- -y upgrade
  [ "$security" != 1 ] || set -- "$@" --security
  call update "$@"
  status=$code
  [ "$code" = 0 ] || problems update
  if [ "$autoremove" = 1 ] && [ "$code" = 0 ]; then
    call update -y autoremove
    status=$code
  fi
  code=$status
}
reasons() {
  restarting=
  if command -v needs-restarting >/dev/null 2>&1; then restarting=needs-restarting
  elif "$dnf" needs-restarting --help >/dev/null 2>&1; then restarting="$dnf -q needs-restarting"
  fi
  if [ -n "$restarting" ]; then
    $restarting -r </dev/null >"$dir/restarting" 2>/dev/null
    case $? in
      0) say reboot 0 ;;
      1)
        sed -n 's/^ *\* *//p' "$dir/restarting" >"$dir/asking"
        # A container has no kernel of its own.
        if contained; then grep -v '^kernel' "$dir/asking" >"$dir/asking.own"; mv "$dir/asking.own" "$dir/asking"; fi
        if [ -s "$dir/asking" ]; then
          say reboot 1
          while IFS= read -r name; do say reason "$name was updated since the start"; done <"$dir/asking"
        else
          say reboot 0
        fi
        ;;
    esac
  elif ! contained; then
    newest=$(rpm -q --qf '%{INSTALLTIME} %{VERSION}-%{RELEASE}.%{ARCH}\n' kernel-core kernel 2>/dev/null |
      grep '^[0-9]' | sort -n | tail -n 1)
    [ -z "$newest" ] || kernel_of "${newest#* }"
  fi
}
