package dev.steward.runner.module.patch

import dev.steward.house.Row
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.patch.Family
import dev.steward.runner.patch.OsRelease
import dev.steward.runner.patch.Exceptions
import dev.steward.runner.patch.Excluded

/** Which family's tool a system is patched by, and by which scripts. */
class ChoiceSpec extends ModuleTry {

    private static Choice choose(Map said, String id, String like = '') {
        Choice.of(Optional.ofNullable(said.wish), new OsRelease(id, like.tokenize(' '), said.version ?: '', ''), Optional.ofNullable(said.ostype))
    }

    @Row(['N-19', 'N-20'])
    def '#id, like "#like", is of the family #family'() {
        given:
        def choice = choose([:], id, like)

        expect:
        choice.family().get().word() == family
        Scripts.bodies(choice.family().get(), choice.os()) == ["patch-$family".toString()]

        where:
        id                    | like                    || family
        'debian'              | ''                      || 'debian'
        'ubuntu'              | 'debian'                || 'debian'
        'devuan'              | 'debian'                || 'debian'
        'a-new-one'           | 'ubuntu debian'         || 'debian'
        'fedora'              | ''                      || 'rhel'
        'centos'              | 'rhel fedora'           || 'rhel'
        'rocky'               | 'rhel centos fedora'    || 'rhel'
        'almalinux'           | 'rhel centos fedora'    || 'rhel'
        'alpine'              | ''                      || 'alpine'
        'arch'                | ''                      || 'arch'
        'archarm'             | 'arch'                  || 'arch'
        'opensuse-leap'       | 'suse opensuse'         || 'suse'
        'opensuse-tumbleweed' | 'opensuse suse'         || 'suse'
        'sles'                | 'suse'                  || 'suse'
    }

    @Row('N-20')
    def 'the script of the very version comes before that of its family'() {
        expect:
        Scripts.bodies(Family.RHEL, new OsRelease('centos', ['rhel'], version, '')) == bodies

        where:
        version || bodies
        '7'     || ['patch-rhel', 'patch-rhel-7']
        '7.9'   || ['patch-rhel', 'patch-rhel-7']
        '9.4'   || ['patch-rhel']
        ''      || ['patch-rhel']
    }

    @Row(['N-19', 'N-20'])
    def 'a system that nobody knows is refused with its ID and what may be set: #id'() {
        given:
        def choice = choose([ostype: ostype], id)

        expect:
        choice.family().empty
        choice.refusal() == "no family of package tools is known for $named; set family (or the variable patch_family of the host) to one of debian, rhel, alpine, arch, suse"

        where:
        id       | ostype      || named
        'gentoo' | 'gentoo'    || 'ID=gentoo'
        'nixos'  | 'debian'    || 'ID=nixos'
        ''       | 'unmanaged' || 'a system without os-release'
    }

    @Row('N-19')
    def 'what the configuration says is compared: #id in a guest of ostype #ostype'() {
        given:
        def choice = choose([ostype: ostype, wish: wish], id)

        expect:
        choice.family().get() == family
        choice.said().size() == told

        where:
        id       | ostype      | wish          || family        | told
        'debian' | 'debian'    | null          || Family.DEBIAN | 0
        'debian' | 'ubuntu'    | null          || Family.DEBIAN | 0
        'alpine' | 'debian'    | null          || Family.ALPINE | 1
        'rocky'  | 'unmanaged' | null          || Family.RHEL   | 0
        'debian' | 'l26'       | null          || Family.DEBIAN | 0
        ''       | 'archlinux' | null          || Family.ARCH   | 0
        'alpine' | 'debian'    | Family.DEBIAN || Family.DEBIAN | 0
        'gentoo' | 'gentoo'    | Family.SUSE   || Family.SUSE   | 0
    }

    def 'a contradiction is said in words'() {
        expect:
        choose([ostype: 'debian'], 'alpine').said() ==
                ["the guest's configuration says ostype debian, but the system in it says it is alpine; taken as alpine"]
    }

    def 'the word of the host stands where the task says none; one that means nothing is refused before anything is done'() {
        given:
        target.host = new Host('web-1', [], [patch_family: 'slackware'])

        expect:
        call('patch').message() == "patch_family of host 'web-1' is 'slackware'; expected one of debian, rhel, alpine, arch, suse"
        target.connection.trips == 0
    }

    def 'a name that cannot be left out is refused before anything is done: #names'() {
        given:
        target.host = new Host('web-1', [], vars)

        expect:
        failed(call('patch', exclude: names))
        target.connection.trips == 0

        where:
        names                | vars
        ['nginx', '']        | [:]
        ['php; rm -rf /']    | [:]
        ['--allow-downgrade'] | [:]
        ['two words']        | [:]
        []                   | [patch_hold: ['$(id)']]
    }

    def 'what a run leaves out is put together from exceptions, the task and the host'() {
        given:
        def modules = new dev.steward.runner.module.catalog.Modules({ [new Excluded('nginx', 'breaks', Optional.empty(), 'anna')] } as Exceptions)
        def args = dev.steward.runner.module.catalog.ArgsBinder.bind(modules.named('patch').get(), [exclude: ['php*']])
        def all = Exclusions.of(new Host('h', [], [patch_hold: 'mysql']), args, { [new Excluded('nginx', 'breaks', Optional.empty(), 'anna')] } as Exceptions)

        expect:
        all.collect { "${it.name()} ${it.by()}".toString() } == ['nginx anna', 'php* playbook', 'mysql inventory']
        Exclusions.needed(all, ['libc6', 'php-fpm'].stream()).get() == 'php-fpm'
        Exclusions.needed(all, ['libc6', 'nginx-common', 'phx'].stream()).empty
        Exclusions.needed(all, ['nginx:amd64'].stream()).get() == 'nginx:amd64'
    }
}
