package dev.steward.web


/** Pages for everybody: without scripts, with the contrast of WCAG AA, as axe sees them, in light and dark, wide and on a phone. */
class AccessRealSpec extends BrowserSpec {

    def 'every page is read without scripts: #path'() {
        given:
        def plain = browser.page(script: false, origin: web.url)

        when:
        plain.navigate(web.url + path.replace('RUN', failed as String))

        then:
        plain.locator('main').innerText().contains(text)

        cleanup:
        plain?.context()?.close()

        where:
        path                                      | text
        '/'                                       | 'Running now'
        '/runs'                                   | 'Steward was down'
        '/runs/RUN'                               | 'Could not get lock'
        '/runs/RUN/log'                           | 'Update Docker VMs: 1 host, batch 4 of 4'
        '/runs/RUN/diff'                          | '+ libssl3 3.0.15-1'
        '/runs/RUN/about'                         | 'adminPassword'
        '/runs/RUN/log?q=tzdata'                  | 'Hit 1 of'
        '/runs/RUN/plan'                          | 'apt upgrade: dist'
        '/runs/RUN/tasks/0.0/mail'                | 'held by process'
        '/schedules'                              | 'Next fires'
        '/playbooks'                              | 'weekly-updates.groovy'
        '/playbooks/update-lxc-containers.groovy' | 'apt upgrade: dist'
    }

    def 'axe finds nothing serious: #path, dark #dark, #width wide'() {
        given:
        def seen = browser.page(origin: web.url, dark: dark, width: width)
        String axe = getClass().getResource('/axe.min.js').text

        when:
        seen.navigate(web.url + path.replace('RUN', failed as String).replace('LIVE', running as String))
        seen.evaluate(axe)
        def found = seen.evaluate("axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes[0].html))")

        then:
        found == []
        seen.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

        cleanup:
        seen?.context()?.close()

        where:
        [path, dark, width] << [['/', '/runs', '/runs/RUN', '/runs/LIVE', '/schedules', '/playbooks', '/playbooks/update-lxc-containers.groovy'], [false, true], [1360, 390]].combinations()
    }

    def 'the contrast check finds what is too faint'() {
        when:
        open('/')
        page.evaluate("document.querySelector('h2').className = 'faint'; document.querySelector('h2').style.color = '#ccc'")

        then:
        (page.evaluate(Contrast.SCRIPT) as List).size() == 1
    }

    def 'text has the contrast that WCAG AA asks for: #path, dark #dark'() {
        given:
        def seen = browser.page(origin: web.url, dark: dark)

        when:
        seen.navigate(web.url + path.replace('RUN', failed as String))

        then:
        seen.evaluate(Contrast.SCRIPT) == []

        cleanup:
        seen?.context()?.close()

        where:
        [path, dark] << [['/', '/runs', '/runs/RUN', '/runs/RUN/log?q=tzdata', '/runs/RUN/diff', '/schedules', '/playbooks/update-lxc-containers.groovy', '/sign-in'], [false, true]].combinations()
    }
}
