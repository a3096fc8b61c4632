package dev.steward.web

import com.tngtech.archunit.core.domain.JavaClass
import dev.steward.house.Measure
import dev.steward.web.page.Pages
import dev.steward.web.account.SecondFactorPage
import dev.steward.web.account.SetupPage
import dev.steward.web.account.YouPage
import dev.steward.web.design.DesignPage
import dev.steward.web.page.SignInPage
import dev.steward.web.parts.Page
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class MenuSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    def 'every page of the package is on the list'() {
        given:
        List<String> written = ['dev.steward.web.alert', 'dev.steward.web.page', 'dev.steward.web.estate', 'dev.steward.web.patch', 'dev.steward.web.power', 'dev.steward.web.account', 'dev.steward.web.inventory', 'dev.steward.web.admin', 'dev.steward.web.approve', 'dev.steward.web.design', 'dev.steward.web.reference'].collectMany { Measure.mainClasses(it) }
                .findAll { JavaClass type -> type.isAssignableTo(Page) && !type.isInterface() }*.name

        expect:
        written.toSet() == (Pages.all(web.parts)*.class.name + [SignInPage, YouPage, SecondFactorPage, SetupPage, DesignPage]*.name).toSet()
    }

    def 'everything on the menu is there, says where one is, and has a key of its own'() {
        expect:
        Pages.MENU.every { item ->
            def answer = web.get(item.path())
            answer.statusCode() == 200 && answer.body() =~ /href="${item.path()}" aria-current="page"/
        }
        Pages.MENU*.key().unique(false).size() == Pages.MENU.size()
    }

    def 'an empty estate has pages too: #path'() {
        expect:
        web.get(path).body().contains(text)

        where:
        path         | text
        '/'          | 'Nothing has run yet'
        '/runs'      | 'A run appears here as soon as'
        '/schedules' | 'Next fires'
        '/playbooks' | 'never ran'
        '/estate'    | 'No Proxmox cluster is configured'
        '/inventory' | 'The inventory has no host'
        '/power'     | 'No UPS is configured'
    }
}
