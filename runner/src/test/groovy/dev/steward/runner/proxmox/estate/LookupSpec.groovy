package dev.steward.runner.proxmox.estate

import static dev.steward.runner.proxmox.estate.EstateFixture.estate
import static dev.steward.runner.proxmox.estate.EstateFixture.guest
import static dev.steward.runner.proxmox.estate.EstateFixture.node
import static dev.steward.runner.proxmox.estate.EstateFixture.seen
import static dev.steward.runner.proxmox.estate.EstateFixture.unseen
import static dev.steward.runner.proxmox.estate.EstateFixture.view

import dev.steward.house.Row
import dev.steward.runner.proxmox.estate.EstateException.Kind
import java.time.Duration
import spock.lang.Specification

class LookupSpec extends Specification {

    def home = seen(view(guests: [
            guest(id: 101, name: 'web-1'), guest(id: 102, name: 'db.example.com'), guest(id: 103, name: 'twin'),
            guest(id: 104, name: 'twin'), guest(id: 201, kind: 'qemu', name: 'docker-1')]),
            ['lxc/101': ['192.0.2.11', '2001:db8::11'], 'lxc/102': ['192.0.2.12'], 'lxc/103': ['192.0.2.12']],
            null, Duration.ofSeconds(1), [blog: 'web-1', shop: '101', store: 'lxc/101', 'www.example.com': '101', 'docker-1': '102', gone: '199'])
    def away = seen(view(cluster: 'away', nodes: [node(cluster: 'away', name: 'pve1', address: '198.51.100.1'), node(cluster: 'away', name: 'pve9')],
            guests: [guest(cluster: 'away', id: 101, name: 'mail')]), [:], null, Duration.ofSeconds(1), [router: 'pve9', shop: 'lxc/101', post: 'mail'])

    @Row('X-14')
    def '#word names #id'() {
        expect:
        new Lookup(estate(home, away)).guest(word).with { it.cluster() + '/' + it.id() } == id

        where:
        word              | id
        '102'             | 'home/lxc/102'
        'qemu/201'        | 'home/qemu/201'
        'away/lxc/101'    | 'away/lxc/101'
        'web-1'           | 'home/lxc/101'
        'WEB-1'           | 'home/lxc/101'
        'web-1.home.arpa' | 'home/lxc/101'
        'db'              | 'home/lxc/102'
        '192.0.2.11'      | 'home/lxc/101'
        '2001:DB8::11'    | 'home/lxc/101'
        'blog'            | 'home/lxc/101'
        'Blog'            | 'home/lxc/101'
        'store'           | 'home/lxc/101'
        'WWW.example.com' | 'home/lxc/101'
        'home/shop'       | 'home/lxc/101'
        'away/shop'       | 'away/lxc/101'
        'post'            | 'away/lxc/101'
    }

    @Row('X-14')
    def '#word is no guest and never will be: loopback and unspecified addresses'() {
        when:
        new Lookup(estate(home)).guest(word)

        then:
        EstateException e = thrown()
        e.kind() == Kind.NOT_FOUND

        where:
        word << ['127.0.0.1', '0.0.0.0', '::1', '::']
    }

    @Row('X-09')
    def 'what fits several is told with all of them, never guessed: #word'() {
        when:
        new Lookup(estate(home, away)).guest(word)

        then:
        EstateException e = thrown()
        e.kind() == Kind.AMBIGUOUS
        named.every { e.message.contains(it) }

        where:
        word         | named
        'twin'       | ['twin (lxc/103 on pve1)', 'twin (lxc/104 on pve1)', 'by its id']
        '101'        | ['web-1 (lxc/101 on pve1)', 'mail (lxc/101 on pve1)', 'with its cluster']
        'shop'       | ['web-1 (lxc/101 on pve1)', 'mail (lxc/101 on pve1)']
        'docker-1'   | ['docker-1 (qemu/201 on pve1)', 'db.example.com (lxc/102 on pve1)']
        '192.0.2.12' | ['db.example.com (lxc/102 on pve1)', 'twin (lxc/103 on pve1)']
    }

    def 'an alias of what is not there says what it stands for'() {
        when:
        new Lookup(estate(home)).guest('gone')

        then:
        EstateException e = thrown()
        e.kind() == Kind.NOT_FOUND
        e.message == "no guest 'gone'; in home it is an alias of 199, which is not there"
    }

    @Row('X-13')
    def 'what is not there is told, with what was perhaps meant'() {
        when:
        new Lookup(estate(home)).guest('web-2')

        then:
        EstateException e = thrown()
        e.kind() == Kind.NOT_FOUND
        e.message == "no guest 'web-2'; did you mean 'web-1'?"
    }

    def 'while a cluster was never seen nothing is said not to exist'() {
        when:
        new Lookup(estate(home, unseen('away', 'connection refused'))).guest('mail')

        then:
        EstateException e = thrown()
        e.kind() == Kind.UNREACHABLE
        e.message.contains('away (connection refused)')
    }

    @Row(['X-09', 'X-14'])
    def 'a node is found by name, address and alias; one name in two clusters is told'() {
        given:
        def lookup = new Lookup(estate(home, away))

        expect:
        lookup.node('pve2').cluster() == 'home'
        lookup.node('198.51.100.1').cluster() == 'away'
        lookup.node('away/pve1').cluster() == 'away'
        lookup.node('router').name() == 'pve9'
        lookup.node('away/router').name() == 'pve9'

        when:
        lookup.node('pve1')

        then:
        EstateException e = thrown()
        e.kind() == Kind.AMBIGUOUS
        e.message.contains('pve1 of away') && e.message.contains('pve1 of home')

        when:
        lookup.node('pve3')

        then:
        EstateException other = thrown()
        other.kind() == Kind.NOT_FOUND
        other.message.contains("did you mean 'pve")
    }
}
