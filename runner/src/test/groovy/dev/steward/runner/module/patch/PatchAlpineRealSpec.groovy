package dev.steward.runner.module.patch

import dev.steward.house.Row
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** patch where BusyBox is all there is, no bash among it. Debian has no apk: one that plays its recorded voice stands in. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PatchAlpineRealSpec extends PatchTry {

    static final APK = '''#!/bin/sh
        [ "$1" != --no-progress ] || shift
        [ "$1" != --cache-dir ] || shift 2
        db=/var/lib/apk
        echo "$*" >>$db/calls
        case "$*" in
          update) cat $db/update; exit $(cat $db/status) ;;
          'upgrade --help') echo '      --ignore  Upgrade all other packages than the ones listed' ;;
          'info -v') cat $db/installed; echo 'WARNING: opening from cache' >&2 ;;
          upgrade*)
            number=0
            for each in musl nginx; do
              grep -q "^$each-1-r0$" $db/installed || continue
              case "$* " in *"--ignore"*" $each "*) continue ;; esac
              number=$((number + 1))
              echo "($number/2) Upgrading $each (1-r0 -> 2-r1)"
              case "$*" in *--simulate*) ;; *) sed -i "s/^$each-1-r0$/$each-2-r1/" $db/installed ;; esac
            done
            echo 'OK: 12 MiB in 2 packages' ;;
        esac
        '''.stripIndent()

    void setup() {
        begin('ID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n')
        host.file('/usr/sbin/apk').text = APK
        host.sh '''chmod 755 /usr/sbin/apk; mkdir -p /var/lib/apk /etc/apk; echo 0 >/var/lib/apk/status; echo 'OK: 24000 distinct packages available' >/var/lib/apk/update
            printf 'musl-1-r0\\nnginx-1-r0\\n' >/var/lib/apk/installed; printf 'nginx\\ntool=1-r0\\n' >/etc/apk/world
            rm -f /bin/bash /usr/bin/bash /usr/bin/apt-get /usr/bin/dpkg /usr/bin/perl
            for each in sh grep sed sort tail head tr cat tee mktemp find xargs id wc sha256sum setsid sleep uname date ls mv rm cp mkdir chmod touch; do ln -sf /bin/busybox /usr/bin/$each; done'''
    }

    @Row(['N-21', 'N-22'])
    def 'the same contract by BusyBox alone, sent by standard input, with nothing left behind'() {
        when:
        def check = patch('check')
        def kept = patch('apply', exclude: ['ngin?'])
        def applied = patch('apply')
        def again = patch('apply')

        then:
        host.sh('readlink -f /bin/sh').trim() == '/usr/bin/busybox'
        told(check.data().packages) == ['upgraded musl 1-r0 -> 2-r1', 'upgraded nginx 1-r0 -> 2-r1'].toSet()
        check.data().packages*.security == [null, null]
        check.data().subMap('family', 'pending', 'held', 'os') == [family: 'alpine', pending: 2, held: ['tool'], os: 'Alpine Linux v3.20']
        target.logged.any { it.contains('the sources of apk do not tell which of these packages mend a weakness') }
        told(kept.data().packages) == ['upgraded musl 1-r0 -> 2-r1'].toSet()
        kept.data().pendingPackages*.name == ['nginx']
        told(applied.data().packages) == ['upgraded nginx 1-r0 -> 2-r1'].toSet()
        applied.data().subMap('pending', 'exitCode') == [pending: 0, exitCode: 0]
        again.message() == 'nothing to do'
        host.sh('ls -d /tmp/steward.* 2>/dev/null || true') == ''
    }

    @Row('N-35')
    def 'an index that cannot be loaded is a failure that names the source'() {
        given:
        host.file('/var/lib/apk/update').text = 'WARNING: fetching https://dl-cdn.alpinelinux.org/alpine/v3.20/main: temporary error (try again later)\n1 error; 24 distinct packages available\n'
        host.file('/var/lib/apk/status').text = '1\n'

        when:
        def outcome = patch('apply')

        then:
        failed(outcome)
        outcome.message() == 'cannot refresh the package lists: WARNING: fetching https://dl-cdn.alpinelinux.org/alpine/v3.20/main: temporary error (try again later)'
    }
}
