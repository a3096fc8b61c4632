package dev.steward.web

import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What would become of every guest, to be read before a node is updated. */
class RollsPageSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup PveKit kit
    @AutoCleanup WebFixture web

    def setup() {
        kit = new PveKit(Files.createDirectories(dir.resolve('rolling')), PveLab.cluster('lab').nodes(3)
                .lxc(101, 'web-1') { it.node('pve1').running() }
                .qemu(102, 'gpu-1') { it.node('pve2').running().set('hostpci0', '0000:01:00') }
                .lxc(103, 'idle') { it.node('pve3') })
        web = new WebFixture(dir)
        kit.runner.estates().refresh('home')
        web.patches.rolls = kit.runner.patches().rolls()
    }

    private static String text(String page) { page.replaceAll(/(?s)<(script|style).*?<\/\1>/, '').replaceAll(/<[^>]+>/, ' ').replaceAll(/\s+/, ' ') }

    def 'the page offers each cluster and node, and shows nothing of guests before it is asked'() {
        when:
        String page = web.get('/patches/rolls').body()

        then:
        page.contains('href="/patches/rolls/home"')
        page.contains('href="/patches/rolls/home?node=pve2"')
        text(page).contains('Out of service by a roll No node.')
        !page.contains('gpu-1')
    }

    def 'a preview tells of each guest how it leaves, where to and why; who cannot, keeps its node from being updated'() {
        when:
        String page = text(web.get('/patches/rolls/home').body())

        then:
        page.contains('reboots up to 3 nodes')
        page.contains('quorum 2/3 kept')
        page =~ /pve2 not possible/
        page =~ /VM 102 gpu-1 .*refuse/
        page =~ /CT 101 web-1 .*restart/
        kit.writes().empty

        and: 'of one node alone'
        !text(web.get('/patches/rolls/home?node=pve1').body()).contains('gpu-1')
    }

    def 'what does not exist is told: #path'() {
        when:
        def answer = web.get(path)

        then:
        answer.statusCode() == 404
        answer.body().contains(words)

        where:
        path                             | words
        '/patches/rolls/away'            | 'away'
        '/patches/rolls/home?node=pve9'  | 'pve9'
        '/api/v1/rolls/away/preview'     | 'away'
    }
}
