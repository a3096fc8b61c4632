package dev.steward.web.cli

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.real.RealHosts
import dev.steward.web.Packaged
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Playbooks that were Ansible's do what they did: beside ansible-playbook itself, and beside the shipped ones on real hosts. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class ConvertRealSpec extends Specification {

    static final Path RESOURCES = Checkout.root().resolve('runner/src/test/resources')
    static final List<String> TROUBLES = ['nothing', 'dist', 'reboot', 'held']
    static final int MANY = TROUBLES.size()
    /** The last two are virtual machines. */
    static final List<String> SCENARIOS = TROUBLES + TROUBLES + ['reboot', 'reboot']

    @TempDir Path dir
    @Shared @AutoCleanup RealHosts hosts

    private String convert(String yaml) {
        def said = new Packaged(dir).call('convert', RESOURCES.resolve(yaml) as String, '-o', 'converted.groovy')
        assert said.exit == 0: said.text
        dir.resolve('converted.groovy') as String
    }

    @Row('S-14')
    def 'a converted playbook leaves what ansible-playbook leaves, and ends as it ends'() {
        given:
        Files.writeString(dir.resolve('inv.yml'), 'all:\n  hosts:\n    alpha: {ansible_connection: local}\n    beta: {ansible_connection: local}\n')
        def theirs = Files.createDirectory(dir.resolve('theirs'))
        def ours = Files.createDirectory(dir.resolve('ours'))
        def playbook = RESOURCES.resolve('ansible-playbooks/equal.yml') as String

        when:
        def ansible = new ProcessBuilder('ansible-playbook', '-i', 'inv.yml', playbook, '-e', "out=$theirs", '-e', 'ansible_python_interpreter=/usr/bin/python3')
                .directory(dir.toFile()).redirectErrorStream(true).start()
        def text = ansible.inputStream.text
        def steward = new Packaged(dir).call('run', convert('ansible-playbooks/equal.yml'), '-i', 'inv.yml', '-e', "out=$ours")

        then:
        ansible.waitFor() == 2
        steward.exit == 2
        left(ours) == left(theirs)
        left(ours).beta.contains('good 3\nbefore\nhandler\nend none RED+GREEN\nafter')
        steward.recap('alpha').subMap(['failed', 'rescued', 'ignored']) == counts(text, 'alpha')
        steward.recap('beta').subMap(['failed', 'rescued', 'ignored']) == counts(text, 'beta')
    }

    @Row('S-14')
    def 'a converted playbook of roles leaves what ansible-playbook leaves, and counts what it counts'() {
        given:
        Files.writeString(dir.resolve('inv.yml'), 'all:\n  hosts:\n    alpha: {ansible_connection: local, from_inventory: inventory}\n    beta: {ansible_connection: local}\n')
        def theirs = Files.createDirectory(dir.resolve('theirs'))
        def ours = Files.createDirectory(dir.resolve('ours'))
        RESOURCES.resolve('ansible-playbooks/with-roles').toFile().with { assert new ProcessBuilder('cp', '-r', it as String, dir.resolve('with-roles') as String).start().waitFor() == 0 }

        when:
        def ansible = new ProcessBuilder('ansible-playbook', '-i', 'inv.yml', 'with-roles/site.yml', '-e', "out=$theirs", '-e', 'ansible_python_interpreter=/usr/bin/python3')
                .directory(dir.toFile()).redirectErrorStream(true).start()
        def text = ansible.inputStream.text
        def converted = new Packaged(dir).call('convert', 'with-roles/site.yml', '-o', 'with-roles/site.groovy')
        def steward = new Packaged(dir).call('run', 'with-roles/site.groovy', '-i', 'inv.yml', '-e', "out=$ours")

        then:
        ansible.waitFor() == 0
        converted.exit == 0
        steward.exit == 0
        left(ours) == left(theirs)
        left(ours).keySet() == ['alpha', 'beta', 'alpha.d/one.txt', 'alpha.d/static.conf', 'alpha.d/two.txt', 'alpha.d/web.service',
                                'beta.d/one.txt', 'beta.d/static.conf', 'beta.d/two.txt', 'beta.d/web.service'] as Set
        left(ours).beta.contains('web 80 play default role param False')
        ['alpha', 'beta'].every { host -> steward.recap(host) == recap(text, host) }
    }

    private static Map<String, Integer> recap(String text, String host) {
        String line = text.readLines().find { it =~ "^$host +: ok=" }
        assert line: text
        (line =~ /(\w+)=(\d+)/).collect { it }.collectEntries { [it[1], it[2] as int] }
    }

    private static Map<String, String> left(Path folder) {
        Files.walk(folder).withCloseable { it.filter(Files::isRegularFile).toList() }.collectEntries { [folder.relativize(it) as String, Files.readString(it)] }.sort()
    }

    private static Map<String, Integer> counts(String text, String host) {
        String line = text.readLines().find { it =~ "^$host +: ok=" }
        assert line: text
        (line =~ /(failed|rescued|ignored)=(\d+)/).collect { it }.collectEntries { [it[1], it[2] as int] }
    }

    @Row('S-14')
    def 'the two playbooks that people had leave their hosts as the shipped ones leave theirs'() {
        given:
        hosts = RealHosts.up(SCENARIOS.size(), SCENARIOS, 2)
        def containers = convert('from-users/ansible/update-lxc-containers.yml')
        Files.move(Path.of(containers), dir.resolve('lxc.groovy'))
        def machines = convert('from-users/ansible/update-docker-vms.yml')
        def first = boots()

        when: 'nobody asked for reboots'
        update('update-lxc-containers.groovy', 1..MANY)
        run(dir.resolve('lxc.groovy') as String, (MANY + 1)..(2 * MANY))

        then:
        (1..MANY).each { assert state(it) == state(it + MANY) }
        boots() == first
        state(3).contains('reboot-required')

        when: 'they are asked for'
        update('update-lxc-containers.groovy', 1..MANY, '-e', 'autoReboot=true', '-e', 'rebootDelay=1s')
        run(dir.resolve('lxc.groovy') as String, (MANY + 1)..(2 * MANY), '-e', 'auto_reboot=true')
        update('update-docker-vms.groovy', [9], '-e', 'autoReboot=true', '-e', 'rebootDelay=1s', '-e', 'confirmFor=1s')
        run(machines, [10], '-e', 'auto_reboot=true')
        def last = boots()

        then:
        (1..MANY).each { assert state(it) == state(it + MANY) }
        state(9) == state(10)
        (1..SCENARIOS.size()).findAll { last[it] != first[it] } == [3, 3 + MANY, 9, 10]
    }

    private void update(String shipped, List<Integer> numbers, String... more) {
        run(Packaged.PLAYBOOKS.resolve(shipped) as String, numbers, more)
    }

    private void run(String playbook, List<Integer> numbers, String... more) {
        def said = new Packaged(dir).begin('run', playbook, '-i', hosts.inventory() as String, '-l', numbers.collect { "host-$it" }.join(','), *more).end(300)
        assert said.exit == 0: said.text
    }

    private Map<Integer, String> boots() {
        (1..SCENARIOS.size()).collectEntries { [it, hosts.judge(it, 'cat /proc/sys/kernel/random/boot_id').strip()] }
    }

    /** Packages, fresh lists, and whether a reboot is asked for. */
    private String state(int n) {
        hosts.judge(n, "dpkg-query -W -f '\${db:Status-Abbrev} \${Package} \${Version}\\n'; ls /var/lib/apt/lists | grep -c Packages; ls /var/cache/apt/archives; ls /run | grep reboot || true")
    }
}
