package dev.steward.runner.module.patch

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.app.readiness.Doctor
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.module.script.Answer
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What is not updated: said where an operator reads first, and again where one meets it. */
class LimitsSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    @Row('N-59')
    def 'the README says plainly: #limit'() {
        given:
        def text = Files.readString(Path.of('../README.md'))
        def section = text.substring(text.indexOf('### Updates: what can be patched'), text.indexOf('## What you can rely on'))

        expect:
        section.replaceAll(/\s+/, ' ').contains(words)

        where:
        limit                  | words
        'containers and more'  | 'containers (`pct`), VMs (SSH, or their QEMU agent) and hosts'
        'Linux guests'         | 'Linux guests only: Windows and other systems are refused'
        'the oldest release'   | 'Proxmox VE 8 or newer'
        'root for pct exec'    | '`pct exec`, which needs root on its node'
        'no nested Proxmox VE' | 'A Proxmox VE inside a guest is not patched as a guest'
    }

    @Row('N-59')
    def 'a VM of ostype #ostype is refused before anybody enters it'() {
        given:
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(1).qemu(200, 'desk') { it.running().set('ostype', ostype) })

        when:
        def run = kit.tasks('desk', "task('Look') { patch 'check' }")

        then:
        run.status == 'failed'
        run.message.contains("only Linux guests are patched, and its configuration says ostype $ostype")
        kit.writes().empty

        where:
        ostype << ['win11', 'w2k8', 'solaris']
    }

    @Row('N-59')
    def 'doctor says of a cluster that it is too old'() {
        given:
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(1), new SystemTime())
        kit.lab.faults().garble('GET', '/version', 20, '{"data":{"version":"7.4-17","release":"7.4"}}')

        when:
        def said = Doctor.problems(new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml'))), [:],
                new PlaybookCompiler(new Modules()), new SystemTime())*.said()

        then:
        said.any { it.startsWith('Proxmox VE 7.4-17 is older than 8') }
    }

    def 'a Proxmox VE is a guest where it is one, and a node where it is not'() {
        expect:
        Outside.by(Answer.parse('pve=1\0'.bytes, 0), new Host('nested', [], [proxmox_vmid: 300])).get().startsWith('a Proxmox VE inside a guest')
        Outside.by(Answer.parse('pve=1\0'.bytes, 0), new Host('pve1', [], [:])).empty
        Outside.by(Answer.parse('os.id=debian\0'.bytes, 0), new Host('web', [], [proxmox_vmid: 101])).empty
    }
}
