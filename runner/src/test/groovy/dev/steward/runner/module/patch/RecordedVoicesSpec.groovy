package dev.steward.runner.module.patch

/** Tools that Debian has no package of, or not this version: their plans as recorded, not run. */
class RecordedVoicesSpec extends spock.lang.Specification {

    static final APK = '''\
        (1/5) Upgrading musl (1.2.4_git20230717-r4 -> 1.2.4_git20230717-r5)
        (2/5) Installing libexpat (2.6.4-r0)
        (3/5) Purging old-lib (1.0-r0)
        ( 4/5) Upgrading nginx@edge (1.26.2-r0 -> 1.26.3-r0)
        (5/5) Downgrading tool (2-r0 -> 1-r0)
        Executing busybox-1.36.1-r15.trigger
        OK: 12 MiB in 24 packages
        '''.stripIndent()

    static final DNF5 = '''\
        Updating and loading repositories:
        Repositories loaded.
        Package            Arch   Version         Repository      Size
        Upgrading:
         bash              x86_64 5.2.37-1.fc41   updates      8.2 MiB
           replacing bash  x86_64 5.2.32-1.fc41   anaconda     8.2 MiB
         bind-libs         x86_64 32:9.18.33-1.fc41 updates    3.6 MiB
           replacing bind-libs x86_64 32:9.18.30-1.fc41 fedora 3.6 MiB
        Installing dependencies:
         newdep            noarch 1.0-1.fc41      updates     10.0 KiB

        Transaction Summary:
         Installing:         1 package
         Upgrading:          2 packages
         Replacing:          2 packages

        Total size of inbound packages is 2 MiB. Need to download 1.5 MiB.
        After this operation, 4 KiB extra will be used (install 12 MiB, remove 12 MiB).
        Operation aborted by the user.
        '''.stripIndent()

    def 'a recorded plan of apk is understood; what mends a weakness is not told'() {
        when:
        def plan = new ApkTool().plan(APK, new Tool.Known([:], '', false))

        then:
        plan.collect { "${it.action()} ${it.name()} ${it.from()} -> ${it.to()}".toString() } == [
                'upgraded musl 1.2.4_git20230717-r4 -> 1.2.4_git20230717-r5', 'installed libexpat  -> 2.6.4-r0', 'removed old-lib 1.0-r0 -> ',
                'upgraded nginx 1.26.2-r0 -> 1.26.3-r0', 'downgraded tool 2-r0 -> 1-r0']
        plan.every { it.security().empty }
        new ApkTool().loads('', APK).empty
    }

    def 'a recorded plan of dnf 5 is understood, with what advisories name'() {
        when:
        def known = new Tool.Known([bash: '5.2.32-1.fc41', 'bind-libs': '32:9.18.30-1.fc41'],
                'FEDORA-2025-1 security Important bind-libs-32:9.18.33-1.fc41.x86_64 2025-02-01 00:00:00\n', true)
        def plan = new DnfTool().plan(DNF5, known)

        then:
        plan.collect { "${it.action()} ${it.name()} ${it.from()} -> ${it.to()} ${it.security().get()}".toString() } == [
                'upgraded bash 5.2.32-1.fc41 -> 5.2.37-1.fc41 false', 'upgraded bind-libs 32:9.18.30-1.fc41 -> 32:9.18.33-1.fc41 true',
                'installed newdep  -> 1.0-1.fc41 false']
        new DnfTool().loads('', DNF5).get() == (1.5 * 1024 * 1024) as long
    }

    def 'a name that does not fit in its column is one row of dnf 4 all the same'() {
        given:
        def table = '''\
            Dependencies resolved.
            ================================================================================
             Package                                Arch   Version          Repo        Size
            ================================================================================
            Upgrading:
             a-name-that-is-longer-than-the-column-it-stands-in
                                                    noarch 2-1              mirror     5.4 k
             tool                                   noarch 2-1              mirror     5.4 k

            Transaction Summary
            ================================================================================
            Upgrade  2 Packages

            Total download size: 10.8 k
            Operation aborted.
            '''.stripIndent()

        expect:
        new DnfTool().plan(table, new Tool.Known([tool: '1-1'], '', false))*.name() == ['a-name-that-is-longer-than-the-column-it-stands-in', 'tool']
        new DnfTool().loads('', table).get() == (10.8 * 1024) as long
    }

    def 'apt tells security by the archive a version comes from, and downgrades by their heading'() {
        given:
        def said = '''\
            The following packages will be DOWNGRADED:
              tool
            Inst libssl3 [3.0.15-1] (3.0.16-1 Debian:12.10/stable, Debian-Security:12/stable-security [amd64])
            Inst tzdata [2024a] (2024b Debian:12.10/stable [all]) []
            Inst tool [2] (1 Local:/now [all])
            Inst fresh (1 UbuntuESM:22.04/jammy-infra-security [all])
            Remv old [1]
            Conf libssl3 (3.0.16-1 Debian:12.10/stable [amd64])
            '''.stripIndent()

        expect:
        new AptTool().plan(said, new Tool.Known([:], '', false)).collect { "${it.action()} ${it.name()} ${it.security().orElse(null)}".toString() } ==
                ['upgraded libssl3 true', 'upgraded tzdata false', 'downgraded tool false', 'installed fresh true', 'removed old null']
    }
}
