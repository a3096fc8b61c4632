package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.account.Passwords
import dev.steward.runner.account.Role
import dev.steward.runner.app.patch.RollLook
import dev.steward.runner.roll.BlastRadius
import dev.steward.runner.store.NewRun
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.roll.EvacuationPreview
import dev.steward.runner.roll.GuestMove
import dev.steward.runner.roll.Resident
import dev.steward.runner.roll.Way
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Two people and a plan, by page and API. What applying a plan means is shown where whole runs are. */
class ApprovalsWebSpec extends Specification {

    static final String PASSWORD = 'correct horse battery'
    static final String HASH = Passwords.hash(PASSWORD)

    @TempDir Path dir
    @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser = new Browser()

    def setup() {
        web = new WebFixture(dir)
        [anna: Role.OPERATOR, bert: Role.OPERATOR, vera: Role.VIEWER].each { name, role -> web.store.accounts().add(name, role, HASH) }
    }

    private String cookie(String name) {
        web.post('/sign-in', "name=$name&password=${URLEncoder.encode(PASSWORD, 'UTF-8')}").headers().firstValue('Set-Cookie').get().split(';')[0]
    }

    private post(String path, String who, String form = '') {
        String cookie = cookie(who)
        web.post(path, "csrf=${web.csrf(cookie)}&$form", [Cookie: cookie])
    }

    private long asked(String who = 'anna') {
        def answer = post('/playbooks/update-docker-vms.groovy/ask', who, 'reason=a+hole&limit=vm-1')
        assert answer.statusCode() == 303
        answer.headers().firstValue('Location').get().split('/').last() as long
    }

    @Row('W-06')
    def 'one asks on the page of the playbook, another approves on the page of the plan, and it is applied there once'() {
        given:
        long id = asked()
        String page = web.get("/approvals/$id").body()

        expect: 'the page says who, why, where and what its check said'
        page.contains('<b>anna</b> asked') && page.contains('a hole') && page.contains('<code>vm-1</code>')
        page.contains('in check mode') && page.contains('nothing changed')
        web.get('/approvals').body().contains('asked by anna')

        and: 'who asked cannot approve'
        web.get("/approvals/$id", [Cookie: cookie('anna')]).body().contains('another person approves it')
        with(post("/approvals/$id/approve", 'anna')) {
            statusCode() == 403
            body().contains('another person must approve it')
        }
        post("/approvals/$id/approve", 'vera').statusCode() == 403
        post("/approvals/$id/apply", 'anna').statusCode() == 409

        and: 'another does, and it is applied once'
        post("/approvals/$id/approve", 'bert').statusCode() == 303
        post("/approvals/$id/apply", 'anna').statusCode() == 303
        with(post("/approvals/$id/apply", 'bert')) {
            statusCode() == 409
            body().contains('a plan is applied once')
        }
    }

    @Row('U-15')
    def 'how far a plan reaches stands in the preview beside the form, and on the plan that waits for a word'() {
        given: 'a playbook that takes the nodes of a cluster out of service one by one'
        Files.writeString(web.folder.resolve('kernels.groovy'), '''\
            playbook('Kernels') { play('One by one') { hosts 'proxmox_nodes'; serial 1; tasks { task('Empty') { evacuate() }; task('Boot') { nodeReboot() } } } }
            '''.stripIndent())
        web.patches.rolls = [radius: { cluster, nodes -> new BlastRadius(nodes, nodes.collect { new EvacuationPreview(cluster, it, [move(101), move(102)], [], []) }, 2, 3) }] as RollLook

        when:
        String form = web.get('/playbooks/kernels.groovy').body()
        String preview = web.get('/parts/playbooks/kernels.groovy/hosts?limit=pve1').body()

        then:
        form.contains('reboots up to 1 node, 2 guests move or restart, quorum 2/3 kept')
        preview.contains('reboots up to 1 node, 2 guests move or restart, quorum 2/3 kept')

        when: 'it is asked for'
        web.runs.plans.reach = ['reboots up to 1 node, 2 guests move or restart, quorum 2/3 kept']
        def asked = post('/playbooks/kernels.groovy/ask', 'anna', 'reason=a+hole').headers().firstValue('Location').get()

        then:
        web.get(asked).body().contains('reboots up to 1 node, 2 guests move or restart, quorum 2/3 kept')
        web.get('/api/v1' + asked).body().contains('"reach":["reboots up to 1 node')

        when: 'and it reaches further at the time it is applied'
        assert post("$asked/approve", 'bert').statusCode() == 303
        web.runs.plans.reach = ['reboots up to 1 node, 3 guests move or restart, quorum lost: 1 of 3 votes']

        then:
        with(post("$asked/apply", 'anna')) {
            statusCode() == 409
            body().contains('quorum lost: 1 of 3 votes')
        }
    }

    private static GuestMove move(int vmid) { new GuestMove(new Resident.Who(vmid, 'lxc', "web-$vmid", false), Way.RESTART, Optional.of('pve2'), 0, '') }

    def 'a plan whose playbook was edited since says so on its page and is not applied'() {
        given:
        long id = asked()
        assert post("/approvals/$id/approve", 'bert').statusCode() == 303

        when:
        Path file = web.folder.resolve('update-docker-vms.groovy')
        Files.writeString(file, Files.readString(file) + '\n// edited\n')

        then:
        web.get("/approvals/$id").body().contains('playbook text update-docker-vms.groovy changed')
        with(post("/approvals/$id/apply", 'anna')) {
            statusCode() == 409
            body().contains('what was approved is not what would be done now')
        }
    }

    def 'the page of a fire that waits for a word leads to its plan'() {
        given:
        def plain = StoreFixture.newRun()
        long held = web.store.runs().held(new NewRun(plain.playbook(), plain.file(), plain.sources(), plain.inventory(), plain.parameters(),
                plain.options() + [approval: 7L], plain.cause(), Optional.of('nightly'), Optional.of(web.time.now())), "held: its plan waits for a person's word")

        expect:
        web.get("/runs/$held").body().with { it.contains('<a class="meta" href="/approvals/7">waits for approval</a>') && it.contains('its plan waits for a person') }
    }

    def 'by the API: a token asks and applies, and approves nothing'() {
        given:
        def made = web.post('/api/v1/approvals', '{"playbook": "weekly-updates.groovy", "limit": "ct-1", "reason": "a hole"}', OpenApiSpec.AS_API)
        def one = WebFixture.json(made)

        expect:
        made.statusCode() == 201
        one.status == 'waiting'
        WebFixture.json(web.get(one.at)).hosts.values().flatten().contains('ct-1')
        web.post("$one.at/approve", '{}', OpenApiSpec.AS_API).statusCode() == 403
        web.post('/api/v1/approvals', '{"playbook": "weekly-updates.groovy"}', OpenApiSpec.AS_API).statusCode() == 400
        post("/approvals/$one.id/approve", 'bert').statusCode() == 303
        with(web.post("$one.at/apply", '{}', OpenApiSpec.AS_API)) {
            statusCode() == 202
            WebFixture.json(it).check
        }
    }

    def 'a reason is asked for, and what was typed stays'() {
        when:
        def answer = post('/playbooks/update-docker-vms.groovy/ask', 'anna', 'limit=vm-2')

        then:
        answer.statusCode() == 400
        answer.body().contains('Say why it is wanted') && answer.body().contains('value="vm-2"')
    }

    def 'the pages in Chromium: #shape'() {
        given:
        long id = asked()
        post('/playbooks/weekly-updates.groovy/ask', 'bert', 'reason=openssl+on+all+containers')
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page page = browser.page(origin: web.url, width: width, height: height, dark: dark)

        when:
        page.navigate(web.url + "/sign-in?next=/approvals/$id")
        page.fill('[name=name]', 'bert')
        page.fill('[name=password]', PASSWORD)
        page.click('main form button')
        page.navigate(web.url + "/approvals/$id")
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("approval-${shape}.png")).setFullPage(true))
        boolean fits = page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
        page.click("form[action='/approvals/$id/approve'] button")
        page.navigate(web.url + '/approvals')
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("approvals-${shape}.png")).setFullPage(true))
        page.navigate(web.url + '/playbooks/update-docker-vms.groovy')
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("playbook-ask-${shape}.png")).setFullPage(true))

        then:
        fits
        page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
        web.approvals.known(id).status().word() == 'approved'
        browser.complaints == []

        where:
        shape   | width | height | dark
        'wide'  | 1280  | 800    | false
        'phone' | 390   | 844    | true
    }
}
