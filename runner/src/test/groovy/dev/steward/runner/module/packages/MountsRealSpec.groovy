package dev.steward.runner.module.packages

import java.nio.file.Files

/** Hosts whose mounts allow less than usual: /tmp without execution, file systems that became read-only. */
class MountsRealSpec extends AptTry {

    def 'a program runs where /tmp is noexec, and where no folder lets it run the reason is told'() {
        given:
        Files.writeString(folder.resolve('hello'), '#!/bin/sh\necho "hello from ${0%/*}, $1"\n')
        target.folder = folder
        host.sh('busybox mount -t tmpfs -o noexec tmpfs /tmp')

        when:
        def outcome = call('script', src: 'hello', args: ['you'])

        then:
        outcome.data().stdout == 'hello from /var/tmp, you'
        host.sh('ls -A /tmp /var/tmp | grep -c steward || true').strip() == '0'

        when:
        host.sh('busybox mount -t tmpfs -o noexec tmpfs /var/tmp; busybox mount -t tmpfs -o noexec tmpfs /root')
        def nowhere = call('script', src: 'hello')

        then:
        failed(nowhere)
        nowhere.data().stderr.contains('no program can be run from /tmp, /var/tmp or ~: noexec, full or read-only')
    }

    def 'a file system that is read-only is the reason told'() {
        given:
        host.sh('busybox mount -t tmpfs tmpfs /srv/repo; busybox mount -o remount,ro /srv/repo')

        when:
        def outcome = call('copy', dest: '/srv/repo/file', content: 'x')

        then:
        failed(outcome)
        outcome.message() == "'/srv/repo' may not be written by root: Read-only file system"
    }
}
