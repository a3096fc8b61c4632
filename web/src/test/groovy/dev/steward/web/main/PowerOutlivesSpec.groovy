package dev.steward.web.main

import dev.steward.house.Row
import java.nio.file.Files

/** Something is broken, the server starts, and then the mains fails. */
class PowerOutlivesSpec extends ServedHouse {

    /** Where no cluster answers there is still the way into the guest itself. */
    static final String BY_HAND = '''
        playbook('UPS shutdown') {
            onBattery ups: 'cyberpower', confirm: 1.seconds
            phase('Guests') {
                play('Guests') { hosts 'proxmox_pve2_lxc'; tasks { task('Down') { shell 'echo down > DOWN' } } }
            }
        }
        '''.stripIndent()

    def '#what: it starts, says so loudly, and an outage is carried out'() {
        given:
        goodDay()

        when:
        broken(this)
        start(change(config()))

        then:
        soon.eventually { assert (power().troubles as List).any { it.contains(told) } }
        soon.eventually { assert notices().any { it.contains(told) } }
        lab.guest(101).running()

        when:
        pullThePlug()

        then:
        soon.eventually { assert !lab.guest(101).running() && !lab.change { it.node('pve2').up() } }
        lab.change { it.node('pve1').up() }
        soon.eventually { assert power().outage == null || power().outage.phases*.state == ['done', 'done'] }

        where:
        what                                       | change                                                | broken                                                || told
        'the database does not open'               | { it }                                                | { it.damage() }                                       || 'steward.mv.db'
        'another section is wrong'                 | { it.replace('days: 30', 'days: never') }             | { }                                                   || 'retention.days: expected a whole number'
        'a schedule is none'                       | { it.replace('schedules: {}', "schedules: {w: {playbook: ups.groovy, cron: '61 3 * * *'}}") } | { }           || 'cron'
        'the section of clusters is wrong'         | { it.replace('endpoints:', 'endpoint:') }             | { }                                                   || "unknown key 'endpoint'"
        'the power section is wrong'               | { it.replace('poll: 1s', 'poll: never') }             | { }                                                   || 'power.poll: expected a duration'
        'the file is no YAML'                      | { it.replace('{days', '{{days') }                     | { }                                                   || 'steward.yml:'
        'the power playbook is wrong'              | { it }                                                | { it.write(PLAYBOOK.replace('guest state', 'gest state')) } || "'gest'"
        'the power playbook is gone'               | { it }                                                | { Files.delete(it.dir.resolve('ups.groovy')) }        || 'ups.groovy'
        'the inventory is wrong'                   | { it }                                                | { Files.writeString(it.dir.resolve('hosts/mine.yml'), 'all: [') } || 'mine.yml'
    }

    void damage() {
        Files.list(dir.resolve('.steward')).filter { it.fileName.toString().startsWith('steward.mv') }.forEach { Files.writeString(it, 'no database' * 1000) }
    }

    def 'the kept plan is in effect with its hash and age, and on the next good day it is the new one'() {
        given:
        def kept = goodDay()
        def hash = null

        when: 'the plan is well'
        start(config())
        hash = server.runner().power().view().planHash().get()
        server.close()

        and: 'it is wrong'
        write(PLAYBOOK + 'nonsense')
        start(config())

        then:
        starting.troubles() == []
        server.runner().hold().why().empty
        server.runner().power().view().planHash().get() == hash
        server.runner().power().plan().kept()
        server.runner().power().view().troubles()[0].startsWith("The power playbook cannot be used: the last valid plan is in effect, $hash, kept at ")
        server.runner().power().view().troubles()[1].contains('ups.groovy:')
        this.kept().get().texts() == kept.texts()

        when: 'it is mended'
        server.close()
        write(PLAYBOOK.replace('Guests', 'Containers'))
        start(config())

        then:
        soon.eventually { assert this.kept().get().texts() != kept.texts() }
        server.runner().power().view().troubles() == []
        !server.runner().power().plan().kept()
    }

    @Row(['G-34'])
    def 'no cluster answers, from the start to the end: guests are known as they were, and are stopped by the way into them'() {
        given:
        write(BY_HAND.replace('DOWN', dir.resolve('down.txt').toString()))
        goodDay()
        lab.close()

        when:
        start(config())

        then: 'it goes on with a warning, and says what it would do'
        starting.troubles() == []
        soon.eventually { assert (power().troubles as List).any { it.contains('Cluster home does not answer') && it.contains('kept at') } }

        when:
        pullThePlug()

        then:
        soon.eventually { assert Files.readString(dir.resolve('down.txt')).trim() == 'down' }
    }
}
