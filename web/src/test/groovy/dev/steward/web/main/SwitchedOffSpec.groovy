package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.app.RunRequest
import dev.steward.runner.control.Ask
import dev.steward.runner.control.ControlClient
import dev.steward.runner.control.SocketPath
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files

/** Monitoring, measurements, power, updates and mail are apart: without one of them the others are at work as before. */
class SwitchedOffSpec extends ServedHouse {

    static final List<String> PAGES = ['/', '/runs', '/schedules', '/playbooks', '/estate', '/patches', '/power', '/wake', '/guides', '/metrics']

    private Map<String, String> sections() {
        Files.writeString(dir.resolve('weekly.groovy'), "playbook('Weekly') { play('p') { hosts 'web-1'; tasks { task('t') { command 'true' } } } }")
        [proxmox   : "proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}",
         power     : "power: {plan: ups.groovy, poll: 1s, pollOnBattery: 1s, stableFor: 1s, ups: {cyberpower: {host: '${upsd.address()}'}}}",
         notices   : "notices: {ntfy: {url: 'http://127.0.0.1:9', topic: power}}",
         schedules : 'schedules: {weekly: {playbook: weekly.groovy, cron: 0 3 * * 0}}',
         diun      : 'diun: {token: 0123456789abcdef}',
         monitoring: "monitoring: {prometheus: 'http://127.0.0.1:9'}",
         collector : 'collector: {interval: 10m}',
         wake      : 'wake: {web: {vmid: 101}}'].collectEntries { k, v -> [k, v.toString()] }
    }

    private HttpResponse<String> get(String path) {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:${server.port()}$path")).build(), HttpResponse.BodyHandlers.ofString())
    }

    @Row('P-51')
    def 'everything but #off is at work where #off is switched off'() {
        given:
        Map<String, String> all = sections()
        off.each { all.remove(it) }
        if ('schedules' in off) {
            all.schedules = 'schedules: {}'
        }

        when:
        start("inventory: hosts\nplaybooks: .\nserver: {port: 0}\n" + all.values().join('\n') + '\n')
        def runner = server.runner()

        then: 'it starts whole, and every page is there'
        starting.troubles() == []
        PAGES.every { path -> get(path).statusCode() == 200 }

        and: 'the clusters are seen'
        runner.estates().any() == !('proxmox' in off)
        'proxmox' in off || runner.estates().now().nodes().size() == 3

        and: 'power is watched'
        'power' in off ? power().configured == false : eventually { power().state == 'online' }

        and: 'schedules fire'
        runner.schedules().all()*.name() == ('schedules' in off ? [] : ['weekly'])
        runner.schedules().all().every { it.next().present }

        and: 'people are told'
        runner.store().outbox().last(9).every { it.deliveries().empty } == ('notices' in off || runner.store().outbox().last(9).empty)

        when: 'somebody runs a playbook'
        long run = runner.runs().submit(new RunRequest(dir.resolve('weekly.groovy'), [], [:], RunOptions.NONE, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        runner.runs().await(run)

        then:
        runner.store().queries().run(run).get().with { [it.status().word(), it.hosts().total()] } == ['ok', 1]

        where:
        off << [['proxmox', 'wake', 'power'], ['power'], ['notices'], ['schedules'], ['diun'], ['monitoring'], ['collector'], ['wake'],
                ['power', 'notices', 'schedules', 'diun', 'monitoring', 'collector', 'wake']]
    }

    def 'a server answers the checklist and the reports to commands beside it'() {
        given:
        Map<String, String> all = sections()
        start("inventory: hosts\nplaybooks: .\nserver: {port: 0}\n" + all.values().join('\n') + '\n')
        def client = new ControlClient(SocketPath.of(dir.resolve('.steward')), new ObjectMapper())
        def replies = []

        when:
        client.handle(new Ask.OfEvidence('checklist', true), { replies << it })
        client.handle(new Ask.OfEvidence('power', true), { replies << it })
        client.handle(new Ask.OfEvidence('nosuch', true), { replies << it })
        client.handle(new Ask.Schedules(), { replies << it })

        then:
        replies*.class*.simpleName == ['Data', 'Done', 'Data', 'Done', 'Refused', 'Data', 'Done']
        replies[0].data().path('criteria').size() == 20
        replies[0].data().path('criteria').find { it.path('criterion').asText().contains('web interface') }.path('standing').asText() == 'not shown'
        replies[2].data().path('text').asText().startsWith('# Report: power')
    }

    private boolean eventually(Closure<Boolean> what) {
        soon.eventually { assert what() }
        true
    }
}
