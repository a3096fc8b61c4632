package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status

/** Hosts x tasks in real Chromium: a small run, and one of 500 hosts and 50 tasks. */
class MatrixRealSpec extends BrowserSpec {

    @Row('U-12')
    def 'hosts and tasks stand in a matrix, worst first, with equal failures as one, and a click shows the output'() {
        when:
        open("/runs/${failed}")

        then: 'worst first'
        page.locator('.matrix tbody th').allInnerTexts().take(2) as Set == ['git', 'mail'] as Set

        and: 'one group, though the lock is held by another process on each host'
        page.locator('.group').count() == 1
        page.locator('.group').innerText().contains('2 hosts in Upgrade packages: E: Could not get lock')

        when:
        page.click('.matrix tbody tr:has-text("mail") a.w-failed')
        page.waitForSelector('#cell[open] .log')

        then:
        page.locator('#cell').innerText().contains('Could not get lock /var/lib/dpkg/lock-frontend')
        page.locator('#cell .a-red').count() == 1

        when: 'the run that goes on changes a cell'
        page.keyboard().press('Escape')
        def log = estate.begin(estate.start('Live', 'weekly-updates.groovy', new dev.steward.runner.event.Cause(dev.steward.runner.event.Cause.Kind.PERSON, 'anna'), [:]))
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1', 'web-2']))
        open("/runs/${estate.last}")
        page.waitForSelector('#live.on')
        log.append(web.stored.taskStarted('web-2'))
        page.waitForSelector('[data-cell="0.0|web-2"].w-running')
        log.append(web.stored.taskFinished('web-2'))
        page.waitForSelector('[data-cell="0.0|web-2"].w-ok')
        log.append(web.stored.finished(RunStatus.OK, ['web-1', 'web-2']))

        then:
        page.waitForSelector('#head[data-status=ok]')
        page.locator('#live').innerText() == 'ended'
    }

    @Row(['U-12', 'W-01'])
    def 'of a run of 500 hosts and 50 tasks only what is seen is in the page, by mouse, by keyboard and live'() {
        given: 'every fortieth host fails at task 30'
        def big = new BigRun(web)
        def log = big.begin()
        String path = "/runs/$web.stored.lastRun"

        when:
        open(path)
        page.waitForSelector('#live.on')

        then: 'the worst are on top, and what the page holds is bounded'
        page.locator('.matrix tbody th').first().innerText() == 'host-40'
        elements() < 6_000
        cells() < 2_500

        when: 'a person scrolls to the far corner'
        page.evaluate("(() => { const box = document.querySelector('.matrixbox'); box.scrollTop = 7000; box.scrollLeft = 9999; })()")
        page.waitForSelector('.matrix[data-first]:not([data-first="0"]) a[href*="tasks/0.49/"]')

        then: 'what was there has gone, and the size of the whole stays'
        cells() < 2_500
        page.evaluate("document.querySelector('.sheet').getBoundingClientRect().height > 500 * 26")
        seen('.matrix tbody tr:nth-child(12) th')

        when: 'a task ends that is seen, and one that is not'
        String there = page.locator('.matrix tbody tr:nth-child(12) th').innerText()
        log.append(web.stored.taskFinished(there, Status.CHANGED, '', '0.49'))
        page.waitForSelector("[data-cell='0.49|$there'].w-changed")
        log.append(web.stored.taskFinished('host-40', Status.CHANGED, '', '0.0'))
        page.waitForTimeout(200)

        then: 'the one is coloured, for the other nothing is made'
        page.locator("[data-cell='0.0|host-40']").count() == 0

        when: 'the keyboard leads on, beyond what was loaded'
        page.locator('.matrix tbody tr:nth-child(12) a.cell').first().focus()
        page.evaluate("window.at = () => document.activeElement.dataset.cell")
        String from = page.evaluate('at()')
        40.times { page.keyboard().press('ArrowDown'); page.waitForTimeout(40) }

        then:
        String to = page.evaluate('at()')
        to.split('[|]')[0] == from.split('[|]')[0]
        (to =~ /\d+$/)[0].toInteger() >= (from =~ /\d+$/)[0].toInteger() + 40
        seen('a.cell:focus')

        when: 'and opens it'
        page.keyboard().press('Enter')

        then:
        page.waitForSelector('#cell[open]').innerText().contains(to.split('[|]')[1])

        when: 'the hosts of the failure alone'
        page.keyboard().press('Escape')
        page.click('.group .show')
        page.waitForSelector('.badge:has-text("12 hosts that failed alike")')

        then:
        page.locator('.matrix tbody tr').count() == 12
        page.locator('.group').innerText().contains('12 hosts in Task 30: E: lock of host-')
    }

    private int elements() { page.evaluate("document.querySelectorAll('#part-matrix *').length") as int }

    private int cells() { page.locator('.matrix a.cell').count() }

    /** Whether it lies within the box, not under its heads. */
    private boolean seen(String what) {
        page.evaluate("""what => { const at = document.querySelector(what).getBoundingClientRect(), box = document.querySelector('.matrixbox').getBoundingClientRect(),
            head = document.querySelector('.matrix thead').getBoundingClientRect(); return at.top >= head.bottom - 1 && at.bottom <= box.bottom + 1; }""", what)
    }
}
