package dev.steward.web

import dev.steward.runner.app.Runs
import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import java.nio.file.Files

/** What a person does on each page, in real Chromium. */
class PagesRealSpec extends BrowserSpec {

    private void signIn(String next) {
        open('/sign-in?next=' + next)
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main button')
    }

    def 'home shows at a glance what runs, what runs next, what failed and how playbooks last ended'() {
        when:
        open('/')

        then:
        page.locator('.verdict').innerText().contains('did not end well: Update Docker VMs')
        page.locator('.running .card').first().innerText().contains('Weekly updates')
        page.locator('section:has(#next)').innerText().contains('Sun 21 Feb 2027 03:00 CET')
        page.locator('section:has(#bad) tbody tr').count() == 3
        page.locator('section:has(#books) tbody tr').count() == 3

        when: 'a person opens the failed one'
        page.click('section:has(#bad) tbody tr:first-child .c-run a')

        then:
        page.url() == "$web.url/runs/$failed"
    }

    def 'runs are filtered by form, negated by chip, and the address can be shared'() {
        when:
        open('/runs')
        page.selectOption('select[name=status]', 'failed')
        page.click('.filter button')

        then:
        page.locator('table.runs tbody tr').count() == 3
        page.url().contains('status=failed')

        when:
        page.click('.chips a[title="The opposite"]')

        then:
        page.url().contains('status=%21failed')
        page.locator('table.runs .s-failed').count() == 0

        when:
        String shared = page.url()
        open('/runs?status=missed&q=down')

        then:
        page.locator('table.runs tbody tr').innerText().contains('Steward was down')

        when:
        page.navigate(shared)

        then:
        page.locator('.chips').innerText().contains('status is not failed')
    }

    def 'new runs are announced and move no row'() {
        given:
        open('/runs?status=ok')
        int rows = page.locator('table.runs tbody tr').count()

        when:
        web.stored.whole()

        then:
        page.waitForSelector('#newer:not([hidden])')
        page.locator('#newer').innerText() == '1 new run: show'
        page.locator('table.runs tbody tr').count() == rows

        when:
        page.click('#newer a')

        then:
        page.locator('table.runs tbody tr').count() == rows + 1
    }

    def 'the live log goes on where it was after the connection breaks'() {
        given:
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1']))
        open("/runs/${web.stored.lastRun}")
        page.waitForSelector('#live.on')

        when:
        20.times { log.append(web.stored.output('web-1', "first $it")) }
        page.waitForSelector('text=first 19')
        page.context().setOffline(true)
        20.times { log.append(web.stored.output('web-1', "dark $it")) }
        page.context().setOffline(false)
        20.times { log.append(web.stored.output('web-1', "later $it")) }
        log.append(web.stored.finished(RunStatus.OK))
        page.waitForSelector('text=Run ok, exit 0', new Page.WaitForSelectorOptions().setTimeout(60_000))

        then:
        List<String> lines = page.locator('#log .x').allInnerTexts()
        lines.findAll { it =~ /^(first|dark|later) / } == ['first', 'dark', 'later'].collectMany { word -> (0..19).collect { "$word $it" as String } }
        browser.complaints.removeIf { it.contains('ERR_INTERNET_DISCONNECTED') || it.contains('ERR_NETWORK') } || true
    }

    def 'a line of the log has an address of its own'() {
        when:
        open("/runs/${failed}/log?line=18#e18")

        then:
        page.locator('#e18').innerText().contains('failed')
        page.evaluate('document.querySelector(":target").id') == 'e18'
    }

    def 'a person searches the whole log and jumps from error to error'() {
        when:
        open("/runs/$failed")
        page.fill('.logsearch input[type=search]', 'tzdata')
        page.click('.logsearch button')

        then:
        page.locator('.found').innerText().startsWith('Hit 1 of ')
        page.locator('.l:target .hit').innerText() == 'tzdata'

        when:
        String first = page.evaluate('location.hash')
        page.click('text=Next hit')

        then:
        page.locator('.found').innerText().startsWith('Hit 2 of ')
        page.evaluate('location.hash') != first
        page.evaluate("(() => { const box = document.querySelector(':target').getBoundingClientRect(); return box.top >= document.querySelector('.runhead').getBoundingClientRect().bottom && box.bottom <= innerHeight })()")

        when:
        open("/runs/$failed")
        page.click('text=First error')

        then:
        page.locator('.l:target').innerText().contains('failed in')

        when:
        page.click('text=Next error')

        then:
        page.locator('.found').innerText().startsWith('Error 2 of 2')
        page.locator('.l:target').innerText().contains('failed in')
    }

    def 'a person signs in, answers a question and cancels'() {
        given:
        long asking = estate.asking('Reboot docker-1 now?')

        when:
        open("/runs/$asking")

        then:
        page.locator('.ask').innerText().contains('Reboot docker-1 now?')
        page.locator('.ask button').count() == 0

        when:
        page.click('.ask a')
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main button')

        then:
        page.url() == "$web.url/runs/$asking"

        when:
        page.click('.ask button[value=stop]')

        then:
        web.runs.asked[-1] == ['answer', asking, '0.0', 'docker-1', false, 'admin']

        when:
        page.click('text=Force cancel')

        then:
        web.runs.asked[-1] == ['cancel', asking, 'admin', true]
    }

    @Row('U-17')
    def 'a missed fire is a row with its reason, and one click makes up for it'() {
        when:
        signIn('/runs?status=missed')

        then:
        page.locator('table.runs tbody tr').innerText().contains('Steward was down from 02:58 to 03:14')

        when:
        page.click('table.runs button:has-text("Run it now")')

        then:
        web.runs.asked[-1].with { [it[0], it[2], it[3]] } == ['again', false, 'admin']
        web.store.queries().run(web.runs.asked[-1][1] as long).get().status() == RunStatus.MISSED
    }

    def 'a failed run is run again on its failed hosts'() {
        when:
        signIn("/runs/$failed")
        page.click('text=Run again on 2 failed')

        then:
        web.runs.asked[-1] == ['again', failed, true, 'admin']
        page.url() != "$web.url/runs/$failed"
    }

    def 'a run whose playbook changed since asks which text counts before it is run again'() {
        given:
        web.runs.changed = ['/srv/playbooks/weekly-updates.groovy']
        signIn("/runs/$failed")

        when: 'nothing is chosen'
        int asked = web.runs.asked.size()
        page.click('text=Run again on 2 failed')

        then:
        web.runs.asked.size() == asked
        page.url() == "$web.url/runs/$failed"

        when:
        page.locator('select[name=text]').first().selectOption('recorded')
        page.click('text=Run again on 2 failed')

        then:
        web.runs.asked[-1] == ['again', failed, true, 'admin', Runs.Text.RECORDED]

        cleanup:
        web.runs.changed = []
    }

    def 'schedules show ten fires with the clock change marked, and are paused, resumed and run'() {
        when:
        open('/schedules')

        then:
        page.locator('.fires li').count() == 10
        page.locator('.fires li.marked').innerText().contains('02:00 to 03:00 does not exist')
        page.locator('.schedule').innerText().contains('Europe/Berlin')

        when:
        signIn('/schedules')
        page.click('button:text-is("Pause")')

        then:
        page.locator('.schedule').innerText().contains('paused by admin')

        when:
        page.click('button:text-is("Resume")')
        web.desk.onRun = { failed }
        page.click('button:text-is("Run now")')

        then:
        page.url() == "$web.url/runs/$failed"
        web.desk.asked*.first().takeRight(3) == ['pause', 'resume', 'run']
    }

    def 'a playbook shows plan, source and problems, and its form runs it with what was said'() {
        given:
        Files.writeString(web.folder.resolve('broken.groovy'), "playbook('Broken') {\n    play('x') {\n        hosts 'all'\n        tasks { task('y') { atp upgrade: 'dist' } }\n    }\n}\n")

        when:
        open('/playbooks')

        then:
        page.locator('table.books').innerText().contains('1 problem')

        when:
        page.click('text=broken')

        then:
        page.locator('.says').innerText().contains("did you mean 'apt'?")
        page.locator('#runform').count() == 0

        when:
        signIn('/playbooks/update-lxc-containers.groovy')

        then:
        page.locator('.plan li').count() == 5
        page.locator('#reach').innerText().contains('5 hosts')

        when: 'a limit that matches nothing is told before the run'
        page.fill('#limit', 'nobody')
        page.waitForSelector('#reach .problem')
        page.fill('#limit', 'ct-2')
        page.waitForSelector('#reach:has-text("1 host")')
        page.check('[name="var.autoReboot"]')
        page.check('[name=check]')
        page.fill('[name=tags]', 'a, b')
        page.click('#runform button')

        then:
        page.url() ==~ /.*\/runs\/\d+/
        def asked = web.runs.begun[-1]
        asked.vars() == [autoReboot: true]
        asked.options().limit().get() == 'ct-2'
        asked.options().tags() == ['a', 'b']
        asked.options().check()
        asked.cause().name() == 'admin'

        cleanup:
        Files.deleteIfExists(web.folder.resolve('broken.groovy'))
    }

    def 'the keyboard leads everywhere'() {
        when:
        open('/')
        page.keyboard().press('g')
        page.keyboard().press('r')
        page.waitForURL('**/runs')
        page.keyboard().press('j')
        page.keyboard().press('j')
        page.keyboard().press('Enter')
        page.waitForURL('**/runs/*')
        page.keyboard().press('?')

        then:
        page.locator('#help[open]').count() == 1

        when:
        page.keyboard().press('Escape')
        page.keyboard().press('/')
        page.keyboard().type('lock')
        page.keyboard().press('Enter')
        page.waitForURL('**/runs?q=lock')

        then:
        page.locator('table.runs tbody tr').count() >= 2
    }

    def 'the colours follow the system, or the switch'() {
        when:
        open('/')
        page.click('#theme')
        page.click('#theme')

        then:
        page.evaluate('document.documentElement.dataset.theme') == 'dark'

        when:
        page.reload()

        then:
        page.evaluate('document.documentElement.dataset.theme') == 'dark'
        page.evaluate('getComputedStyle(document.body).backgroundColor') == 'rgb(17, 21, 29)'
    }
}
