package dev.steward.web

import dev.steward.runner.event.Cause
import dev.steward.runner.store.NewRun
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class RunPlanSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web

    def setupSpec() { web = new WebFixture(dir) }

    private String plan(Map<String, String> texts, Map given = [:]) {
        long run = web.store.runs().create(new NewRun('Recorded', texts.keySet()[0], texts.collect { new NewRun.Source(it.key, it.value) },
                '{}', [:], [given: given], new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty(), Optional.empty()))
        def answer = web.get("/runs/$run/plan")
        assert answer.statusCode() == 200
        answer.body()
    }

    def 'the plan of a run is that of its recorded script, whatever the folder holds today'() {
        when:
        String body = plan(['/gone/weekly.groovy': Files.readString(web.folder.resolve('weekly-updates.groovy')),
                            '/gone/update-lxc-containers.groovy': Files.readString(web.folder.resolve('update-lxc-containers.groovy')),
                            '/gone/update-docker-vms.groovy': Files.readString(web.folder.resolve('update-docker-vms.groovy'))])

        then:
        body.contains('hosts <code>lxc_containers</code>')
        body.contains('hosts <code>docker_vms</code>')
        body.contains('aria-current="page">Plan</a>')
        body.indexOf('lxc_containers') < body.indexOf('docker_vms')
    }

    def 'the plan holds the values that the run was given'() {
        given:
        String text = "playbook('Wait') {\n    vars pause: 10.seconds\n    play('Wait') {\n        hosts 'all'\n        tasks { task('Wait') { command \"sleep \${pause.toSeconds()}\" } }\n    }\n}\n"

        expect:
        plan(['wait.groovy': text], [pause: '5m']).contains('sleep 300')
    }

    def 'a recorded script that is none any more is said to be so, with its problems'() {
        when:
        String body = plan(['old.groovy': "playbook('Old') {\n    play('x') {\n        hosts 'all'\n        tasks { task('y') { atp upgrade: 'dist' } }\n    }\n}\n"])

        then:
        body.contains('does not compile with this version of Steward')
        body.contains('old.groovy:4:')
        body.contains('/about">Parameters and script</a>')
    }
}
