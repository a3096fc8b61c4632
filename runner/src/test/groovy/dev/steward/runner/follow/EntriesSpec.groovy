package dev.steward.runner.follow

import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.ConfigRefused
import java.nio.file.Files

/** Entries below {@code follow} of the configuration. */
class EntriesSpec extends LabFollow {

    private ConfigLoader file(String entries) {
        Files.writeString(folder.resolve('steward.yml'), """\
proxmox:
  home:
    endpoints: [pve1]
    token: a@pam!c=d
    follow:
${entries.stripIndent().indent(6)}""")
        new ConfigLoader([:], folder, folder.resolve('none.yml'))
    }

    @Row('X-37')
    def 'an entry means #meant: #said'() {
        given:
        def follow = follow(shop: entry(said), dns: entry(services: ['unbound']))

        expect:
        follow.find('shop', Optional.empty()).with { it.subject().id() == meant && it.services() == ['nginx'] && it.files() == ['/var/log/x'] }
        follow.find('dns', Optional.empty()).with { it.subject().id() == 'lxc/102' && it.services() == ['unbound'] }

        where:
        said                                                                                                    || meant
        [vmid: 101, services: ['nginx'], files: ['/var/log/x']]                                                 || 'lxc/101'
        [node: 'pve1', vmid: 101, vmname: 'web-1', services: ['nginx'], files: ['/var/log/x']]                  || 'lxc/101'
        [vmname: 'docker-1', services: ['nginx'], files: ['/var/log/x']]                                        || 'qemu/201'
        [node: 'pve2', vmid: 0, services: ['nginx'], files: ['/var/log/x']]                                     || 'node/pve2'
    }

    def 'a vmid whose guest has another name than the entry says is refused'() {
        when:
        follow(shop: entry(vmid: 101, vmname: 'web-9')).find('shop', Optional.empty())

        then:
        FollowException e = thrown()
        e.message == 'proxmox.home.follow.shop: container 101 is called web-1, not web-9; correct vmid or vmname'
    }

    @Row('X-37')
    def 'every bad service and file is named, with its place in the file'() {
        when:
        file('''\
            shop:
              vmid: 101
              services: [nginx, 'a;b', "c d"]
              files:
                - /var/log/ok
                - relative
                - "/x`y"
            other: {vmid: 5, files: ['']}
            node: {vmid: 0, vmname: x}
            ''').load(Optional.empty())

        then:
        ConfigRefused e = thrown()
        e.problems().collect { "${it.line()}:${it.column()} ${it.message().split(' ')[0]}".toString() } == [
                '8:27 services[1]', '8:34 services[2]', '11:13 files[1]', '12:13 files[2]', '13:21 vmid', '13:32 files[0]', '14:20 vmid', '14:31 vmname']
    }

    def 'good entries arrive'() {
        expect:
        file('shop: {vmid: 101, services: [nginx], files: [/var/log/x]}\nall: {node: pve1, vmid: 0}\n').load(Optional.empty())
                .config().proxmox().home.follow() == [shop: entry(vmid: 101, services: ['nginx'], files: ['/var/log/x']), all: entry(node: 'pve1', vmid: 0)]
    }
}
