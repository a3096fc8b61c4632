package dev.steward.runner.module.patch

import dev.steward.house.Row
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.packages.AptTry
import dev.steward.runner.module.packages.DebianHost
import dev.steward.runner.patch.Exceptions
import dev.steward.runner.patch.Excluded
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** patch against real dpkg and apt-get, on a host of its own for each feature. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PatchDebianRealSpec extends AptTry {

    private int tickets

    Outcome patch(Map<String, Object> more = [:], String action) {
        target.ticket = "patch-${tickets++}"
        call([action: action] + more, 'patch')
    }

    static List<String> told(List<Map> packages) { packages.collect { "$it.action $it.name $it.from -> $it.to".toString() } }

    @Row(['N-13', 'N-25', 'P-37'])
    def 'a check refreshes the index, says what would be done, and does nothing'() {
        given:
        host.offer('olddep', '1')
        host.offer('app', '1', Depends: 'olddep')
        host.install('app')
        host.offer('newdep', '1')
        host.offer('app', '2', Depends: 'newdep')
        host.publish()
        def before = host.sh('dpkg-query -W; cat /var/lib/dpkg/status | sha256sum')

        when:
        def outcome = patch('check', autoremove: true)

        then:
        ok(outcome)
        told(outcome.data().packages).toSet() == ['upgraded app 1 -> 2', 'installed newdep  -> 1', 'removed olddep 1 -> '].toSet()
        outcome.data().indexRefreshed
        outcome.data().downloadBytes > 0
        outcome.data().pending == 3
        outcome.data().stage == 'check'
        host.sh('dpkg-query -W; cat /var/lib/dpkg/status | sha256sum') == before

        when:
        def applied = patch('apply', autoremove: true)

        then:
        told(applied.data().packages).toSet() == told(outcome.data().packages).toSet()
        applied.data().subMap('pending', 'pendingPackages', 'exitCode', 'indexRefreshed') == [pending: 0, pendingPackages: [], exitCode: 0, indexRefreshed: true]
    }

    @Row(['N-14', 'N-33'])
    def 'a kernel that comes as a new package is taken; a second run has nothing to do, and is well'() {
        given:
        host.offer('kernel-6.8', '1')
        host.offer('kernel-image', '6.8', Depends: 'kernel-6.8')
        host.install('kernel-image')
        host.offer('kernel-6.11', '1')
        host.offer('kernel-image', '6.11', Depends: 'kernel-6.11')
        host.publish()

        when:
        def outcome = patch('apply')
        def again = patch('apply')

        then:
        told(outcome.data().packages).toSet() == ['upgraded kernel-image 6.8 -> 6.11', 'installed kernel-6.11  -> 1'].toSet()
        ok(again)
        again.message() == 'nothing to do'
        again.data().subMap('packages', 'pending', 'exitCode') == [packages: [], pending: 0, exitCode: 0]
    }

    @Row('N-15')
    def 'on a node where it is configured the packages of Proxmox VE are held, and no others'() {
        given:
        def names = ['proxmox-ve', 'pve-manager', 'pve-kernel-6.8', 'proxmox-kernel-6.8', 'libc-like']
        names.each { host.offer(it, '1') }
        host.install(*names)
        names.each { host.offer(it, '2', postinst: it == 'libc-like' ? 'apt-mark showhold >/root/holds' : ':') }
        host.publish()
        target.host = new Host('pve1', ['nodes'], vars)

        when:
        def outcome = patch([holdProxmox: asked], 'apply')

        then:
        told(outcome.data().packages) == ['upgraded libc-like 1 -> 2']
        host.file('/root/holds').readLines() == ['proxmox-kernel-6.8', 'proxmox-ve', 'pve-kernel-6.8', 'pve-manager']
        outcome.data().excluded*.reason.toSet() == ['packages of Proxmox VE are held here'].toSet()
        host.sh('apt-mark showhold') == ''

        where:
        vars                          | asked
        [patch_hold_proxmox: true]    | false
        [:]                           | true
    }

    @Row('N-28')
    def 'an exception of one container holds there and nowhere else, with its reason'() {
        given:
        ['nginx', 'tool'].each { host.offer(it, '1') }
        host.install('nginx', 'tool')
        ['nginx', 'tool'].each { host.offer(it, '2') }
        host.publish()
        def until = java.time.Instant.parse('2099-01-01T00:00:00Z')
        modules = new Modules({ Host it -> it.vars().proxmox_vmid == 101L ? [new Excluded('nginx', 'breaks the shop', Optional.of(until), 'anna')] : [] } as Exceptions)

        when:
        target.host = new Host('web-1', [], [proxmox_vmid: 101L, proxmox_vmtype: 'lxc'])
        def kept = patch('apply')
        target.host = new Host('web-2', [], [proxmox_vmid: 102L, proxmox_vmtype: 'lxc'])
        def taken = patch('apply')

        then:
        told(kept.data().packages) == ['upgraded tool 1 -> 2']
        kept.data().excluded == [[name: 'nginx', reason: 'breaks the shop', until: '2099-01-01T00:00:00Z', by: 'anna']]
        told(taken.data().packages) == ['upgraded nginx 1 -> 2']

        cleanup:
        modules = new Modules()
    }

    def 'what asks for a reboot is told; one that does not is told so too'() {
        given:
        host.offer('libc-like', '1')
        host.install('libc-like')
        host.offer('libc-like', '2', postinst: 'touch /run/reboot-required; echo libc-like >>/run/reboot-required.pkgs')
        host.publish()

        when:
        def check = patch('check')
        def outcome = patch('apply')

        then:
        check.data().subMap('rebootRequired', 'rebootReasons') == [rebootRequired: false, rebootReasons: []]
        outcome.data().subMap('rebootRequired', 'rebootReasons') == [rebootRequired: true, rebootReasons: ['libc-like asks for it']]
        outcome.message() == '1 package upgraded, reboot required'
    }

    @Row('N-35')
    def 'an index that cannot be loaded is a failure that names the source, and nothing is updated'() {
        given:
        host.offer('tool', '1')
        host.install('tool')
        host.sh('echo "deb http://127.0.0.1:1/debian bookworm main" >/etc/apt/sources.list')

        when:
        def outcome = patch('apply')

        then:
        failed(outcome)
        outcome.message().startsWith('cannot refresh the package lists: mirror http://127.0.0.1:1: ')
        host.version('tool') == '1'
    }

    @Row('N-23')
    def 'a script that did not arrive as it was sent is not run: #which'() {
        given:
        host.offer('tool', '1')
        host.install('tool')
        host.offer('tool', '2')
        host.publish()
        target.connection = new Tampering(host, which)

        when:
        def outcome = patch('apply')

        then:
        failed(outcome)
        outcome.message() ==~ /the script did not arrive as it was sent \(SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}\), and was not run/
        host.version('tool') == '1'
        !host.file('/root/tampered').exists()
        target.connection.tampered == 1

        where:
        which << ['What a host is', 'Finds out what an update', 'steward-job']
    }

    @Row(['N-26', 'N-27'])
    def 'what is left out is on hold meanwhile and free again after; a hold of the operator stays'() {
        given:
        ['nginx', 'php-fpm', 'mine', 'free'].each { host.offer(it, '1') }
        host.install('nginx', 'php-fpm', 'mine', 'free')
        host.sh('apt-mark hold mine')
        ['nginx', 'php-fpm', 'mine'].each { host.offer(it, '2') }
        host.offer('free', '2', postinst: 'apt-mark showhold >/root/holds')
        host.publish()

        when:
        def check = patch('check', exclude: ['nginx', 'php*', 'mine'])
        def applied = patch('apply', exclude: ['nginx', 'php*', 'mine'])

        then:
        told(check.data().packages) == ['upgraded free 1 -> 2']
        told(applied.data().packages) == ['upgraded free 1 -> 2']
        applied.message() == '1 package upgraded'
        host.file('/root/holds').readLines() == ['mine', 'nginx', 'php-fpm']
        host.sh('apt-mark showhold').readLines() == ['mine']
        applied.data().held == ['mine']
        applied.data().excluded*.name == ['nginx', 'php*', 'mine']
        told(applied.data().pendingPackages).toSet() == ['upgraded nginx 1 -> 2', 'upgraded php-fpm 1 -> 2'].toSet()
        !host.file('/var/lib/steward/holds').list()
    }

    /** Adds a line to a script on its way, where the one that carries it holds a text. */
    static class Tampering extends DebianHost.Connection {

        private final String which
        int tampered

        Tampering(DebianHost host, String which) {
            super(host)
            this.which = which
        }

        @Override
        Result run(Command command, Output output) {
            def sent = new String(command.stdin(), 'UTF-8')
            boolean now = sent && tampered == 0 && (which == 'steward-job' ? command.body().text().contains(which) : sent.contains(which))
            if (now) {
                tampered++
            }
            super.run(now ? command.reading(sent.replaceFirst('PATH=', 'touch /root/tampered; PATH=').bytes) : command, output)
        }
    }

    @Row('N-59')
    def 'a Proxmox VE inside a guest is refused as a guest; the same system is patched where it is a host'() {
        given:
        host.file('/usr/bin/pveversion').text = '#!/bin/sh\n'
        host.sh('chmod 755 /usr/bin/pveversion')

        expect:
        ok(patch('check'))

        when:
        target.host = new Host('nested', [], [proxmox_vmid: 300])

        then:
        patch('check').message().contains('a Proxmox VE inside a guest is not patched as a guest')
    }
}
