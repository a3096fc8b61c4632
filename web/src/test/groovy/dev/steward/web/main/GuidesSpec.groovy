package dev.steward.web.main

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SystemTime
import dev.steward.web.WebFixture
import dev.steward.web.guide.Guide
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The guides: every command in them is done, or read by what would do it; every file they name is there; and they are pages. */
class GuidesSpec extends Specification {

    static final Path ROOT = Checkout.root()
    static final Path FOLDER = ROOT.resolve('playbooks/guides')

    /** What the guide of git lets one do with other programs. */
    static final List<String> GIT = [/ssh-keygen -t ed25519 -N "" -C steward -f \S+/, /ssh-keyscan -t ed25519 git\.example\.com > \S+/, /ssh-keygen -lf \S+/, /openssl rand -hex 24/,
                                     /git config (?:gpg\.format ssh|user\.signingkey ~\/\.ssh\/id_ed25519\.pub|commit\.gpgsign true)/, /git revert --no-edit HEAD/, /git push/]

    @TempDir @Shared Path dir
    @Shared @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { it.running() }.start(new SystemTime())

    static List<List<String>> commands(String language) {
        Guide.NAMES.collectMany { guide -> blocks(guide, language).collectMany { it.readLines() }.findAll { it }.collect { [guide, it] } }
    }

    static List<String> blocks(String guide, String language) {
        Fences.of(FOLDER.resolve("${guide}.md"), language)
    }

    /** The words of a line as a shell splits them, without the explanation behind two blanks. */
    static List<String> words(String line) {
        (line.split(' {2,}')[0] =~ /"([^"]*)"|(\S+)/).collect { it[1] ?: it[2] }
    }

    @Row('P-52')
    def 'there is a guide for each: installing, native monitoring, Prometheus, power, updates, the page, git, PostgreSQL; each says how to test it and how to switch it off'() {
        expect:
        Guide.all()*.name() == ['install', 'native-monitoring', 'prometheus-setup', 'power-management-setup', 'automated-patching', 'page-in-the-network', 'playbooks-from-git', 'history-in-postgresql']
        FOLDER.toFile().list().toSet() == Guide.NAMES.collect { it + '.md' }.toSet()
        Guide.all().every { guide -> guide.title() && guide.lead() && guide.text().contains('Test it\n') && guide.text() =~ /## (Switch it off|Take it away)\n/ }
    }

    @Row('P-01')
    def 'the guide of native monitoring explains where to look, by page, command and REST, and what each number means'() {
        given:
        String text = Guide.of('native-monitoring').get().text()

        expect: 'pages'
        ['Datacenter, Summary', 'Node, Summary', 'Cluster log', 'Datacenter, Backup'].every { text.contains("| $it") }

        and: 'commands'
        blocks('native-monitoring', 'sh').join('\n').readLines().containsAll(['pvecm status', 'pvesh get /nodes/pve1/status', 'pvesh get /cluster/resources', 'pvesm status', 'pvesr status'])

        and: 'REST'
        text.contains('/api2/json/cluster/resources')

        and: 'each line of pvecm status, and each number that a node and a resource of the cluster say'
        ['Expected votes', 'Total votes', 'Quorum', 'Quorate: Yes', 'Quorate: No'].every { text.contains("| $it") }
        def node = lab.pvesh('GET', '/nodes/pve1/status', [:]) as Map
        (['cpu', 'wait', 'loadavg', 'memory', 'swap', 'rootfs', 'uptime', 'pveversion', 'current-kernel']).every { node.containsKey(it) && text.contains(it) }
        (lab.pvesh('GET', '/cluster/resources', [:]) as List).find { it.vmid == 101 }.keySet().findAll { it in ['status', 'cpu', 'maxcpu', 'mem', 'maxmem', 'disk', 'maxdisk', 'netin', 'netout', 'diskread', 'diskwrite'] }.every { text =~ /\b$it\b/ }
    }

    def 'a command of Steward is one: #guide: #line'() {
        given:
        def words = words(line).drop(1)
        def expanded = words.collectMany {
            it.contains('*') ? (ROOT.resolve('playbooks').toFile().list() as List).findAll { f -> f.endsWith('.groovy') }.collect { f -> "playbooks/$f" as String } : [it]
        }

        and: 'a help text nobody has to read here'
        def out = System.out
        System.out = new PrintStream(new ByteArrayOutputStream())

        when:
        int code = new Program([STEWARD_HOME: dir.resolve('home') as String]).execute((expanded + '--help') as String[])

        then: 'its verbs and options are known, and the files it names are there'
        code == 0
        expanded.findAll { it.endsWith('.groovy') }.every { Files.exists(ROOT.resolve(it)) }

        cleanup:
        System.out = out

        where:
        [guide, line] << commands('text').findAll { it[1].startsWith('steward ') }
    }

    def 'a section of steward.yml is one: #guide'() {
        given:
        Path file = Files.writeString(dir.resolve('steward.yml'), text)

        expect:
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.of(file))

        where:
        [guide, text] << Guide.NAMES.collectMany { name -> blocks(name, 'yaml').collect { [name, it] } }
    }

    def 'a command of a node or another machine is well formed, and what it asks of Proxmox VE is there: #guide: #line'() {
        expect: 'a shell reads it'
        new ProcessBuilder('bash', '-n', '-c', line).start().waitFor() == 0

        and: 'it is known'
        switch (words(line)[0]) {
            case 'pvesh':
                def said = words(line)
                assert said[1] == 'get'
                assert lab.pvesh('GET', said[2], said[3] ? [(said[3].drop(2)): said[4]] : [:]) != null
                break
            case 'curl':
                def path = (line =~ /\/api2\/json(\/[^"? ]+)(?:\?timeframe=day)?/)
                assert path ? lab.pvesh('GET', path[0][1], path[0][0].contains('?') ? [timeframe: 'day'] : [:]) != null : line =~ /\/(metrics\/pve|api\/v1\/query)/
                break
            case 'pveum':
                assert line == 'pveum user modify root@pam --email ops@example.org' || line.startsWith('pveum acl modify /pool/steward-outage ')
                break
            case ['ssh-keygen', 'ssh-keyscan', 'openssl', 'git']:
                assert GIT.any { line ==~ it }
                break
            default:
                assert line in ['pvecm status', 'pvesm status', 'pvesr status', 'systemctl stop corosync', 'systemctl start corosync', 'sleep 120', 'upsmon -c fsd', 'upsc cyberpower@192.0.2.164']
        }

        where:
        [guide, line] << commands('sh')
    }

    def 'the queries of the guide are such that promtool would take: names that the exporter has'() {
        given:
        def names = (Guide.of('prometheus-setup').get().text() =~ /\b((?:pve|network_ups_tools)_[a-z_]+)\b/).collect { it[1] }.toSet()

        expect:
        names == ['pve_up', 'pve_cpu_usage_ratio', 'pve_cpu_usage_limit', 'pve_disk_usage_bytes', 'pve_disk_size_bytes', 'network_ups_tools_battery_runtime'] as Set
    }

    def 'no guide names a real address: only those of examples (RFC 5737, RFC 2606)'() {
        expect:
        (text =~ /\b\d{1,3}(?:\.\d{1,3}){3}\b/).every { it.startsWith('192.0.2.') || it == '127.0.0.1' }
        (text =~ /https?:\/\/([a-z.]+)/).every { it[1] =~ /(^|\.)example\.(org|com)$|^crazymax\.dev$/ }

        where:
        text << Guide.all()*.text()
    }

    def 'each guide is a page, with its title, its tables and commands, and nothing of Markdown left over'() {
        given:
        def web = new WebFixture(dir.resolve('web'))

        expect:
        web.get('/guides').body().with { list -> Guide.all().every { list.contains("href=\"/guides/${it.name()}\"") } }
        Guide.all().every { guide ->
            def answer = web.get("/guides/${guide.name()}")
            def body = answer.body()
            def article = body.substring(body.indexOf('<article'), body.indexOf('</article>'))
            assert answer.statusCode() == 200
            assert article.count('<pre ') == guide.text().count('\n```') / 2
            assert article.contains('<table>') || !guide.text().contains('\n|')
            assert !(article.replaceAll('(?s)<pre.*?</pre>', '') =~ /```|\]\(|^#|\n- |&lt;pre|\| /)
            true
        }
        web.get('/guides/nosuch').statusCode() == 404
        web.get('/guides/native-monitoring').headers().firstValue('content-security-policy').present
        web.get('/').body().contains('href="/guides"')

        cleanup:
        web?.close()
    }

    def 'what the guides promise of playbooks compiles'() {
        expect:
        new PlaybookCompiler(new Modules()).check(ROOT.resolve(playbook), [:]).problems() == []

        where:
        playbook << commands('text').collectMany { words(it[1]) }.findAll { it.endsWith('.groovy') && !it.contains('*') }.unique()
    }
}
