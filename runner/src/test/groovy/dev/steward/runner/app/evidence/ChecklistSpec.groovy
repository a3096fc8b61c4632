package dev.steward.runner.app.evidence

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.notice.Notice
import dev.steward.runner.store.outbox.Posted
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** {@code steward doctor --checklist} against a cluster with shells, a real mail server, and servers that answer as Prometheus and Grafana. */
@Timeout(120)
class ChecklistSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup EvidenceHouse house

    def setup() { house = new EvidenceHouse(folder) }

    private Map list(String... more) {
        house.run(*(['doctor', '--checklist', '--json'] + more.toList()))
        new ObjectMapper().readValue(house.out.toString(), Map)
    }

    private static Map of(Map list, String words) { list.criteria.find { it.criterion.contains(words) } as Map }

    private void prometheus(Instant now = new SystemTime().now()) {
        def vector = { List rows -> """{"status":"success","data":{"resultType":"vector","result":[${rows.join(',')}]}}""".toString() }
        long since = now.epochSecond - 40 * 3600
        house.answers['/api/v1/query?query=pve_up'] = vector(['pve1', 'pve2'].collect { """{"metric":{"__name__":"pve_up","id":"node/$it"},"value":[${now.epochSecond},"1"]}""" })
        house.answers['/api/v1/query?query=100 * sum(pve_cpu'] = vector(["""{"metric":{},"value":[${now.epochSecond},"31.25"]}"""])
        house.answers['/api/v1/query?query=up'] = vector(["""{"metric":{"__name__":"up","job":"pve"},"value":[${now.epochSecond},"1"]}"""])
        house.answers['/api/v1/query_range?query=count(pve_'] = """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[$since,"2"],[${since + 3600},"2"]]}]}}"""
        house.answers['/api/v1/targets'] = '{"status":"success","data":{"activeTargets":[{"labels":{"job":"pve"},"scrapeUrl":"http://192.0.2.10:8580/metrics/pve","health":"up","lastError":""}]}}'
    }

    private void grafana() {
        house.answers['/api/datasources/uid/P1/health'] = '{"status":"OK","message":"Successfully queried the Prometheus API."}'
        house.answers['/api/datasources'] = '[{"uid":"P1","name":"Proxmox","type":"prometheus","url":"http://192.0.2.240:9090"}]'
        house.answers['/api/search'] = '[{"uid":"D1","title":"Cluster","url":"/d/D1/cluster","type":"dash-db"}]'
        house.answers['/api/dashboards/uid/D1'] = '{"dashboard":{"title":"Cluster","panels":[{"targets":[{"expr":"pve_cpu_usage_ratio"}]},{"targets":[{"expr":"up"}]}]}}'
    }

    private void told(String kind) {
        house.steward { runner ->
            def notice = new Notice("spec-$kind", Notice.Kind.of(kind), Notice.Severity.ERROR, 'home', "Told of $kind", 'text', Optional.empty(), new SystemTime().now(), Optional.empty())
            runner.store().outbox().add(notice, ['mail'])
            runner.tellTheRest(Duration.ofSeconds(10))
            new PollingConditions(timeout: 20).eventually { assert runner.store().outbox().find(notice.key()).get().deliveries()*.state() == [Posted.State.SENT] }
        }
    }

    @Row('P-49')
    def 'one command prints the twenty criteria of the four groups, each with its evidence, or what would show it'() {
        given:
        prometheus()
        grafana()
        ['pve1', 'pve2'].each { house.nut(it) }
        told('image-update')

        when:
        int code = house.run('doctor', '--checklist')
        String text = house.out
        Map list = list()

        then: 'as a list for people'
        code == 1
        text.readLines().findAll { it.startsWith('## ') } == ['## Monitoring', '## Prometheus and Grafana', '## Power management', '## Automated patching']
        text.readLines().count { it ==~ /- \[[ x!]] .+/ } == 20

        and: 'each says what was seen, and what is not shown says what to do next'
        list.criteria.groupBy { it.group }.values()*.size() == [5, 5, 5, 5]
        list.criteria.every { it.evidence }
        list.criteria.every { (it.standing == 'shown') == it.next.isEmpty() }

        and: 'what is there is shown'
        list.criteria.findAll { it.standing == 'shown' }*.criterion.size() == list.shown
        of(list, 'web interface').evidence.any { it.contains('shows the web interface') }
        of(list, 'web interface').evidence.any { it.contains('2 of 2 nodes online, quorate') }
        of(list, 'pvecm status').evidence == ['pve1: 2 of 2 votes, 2 are needed: quorate, and no vote may be lost', 'pve2: 2 of 2 votes, 2 are needed: quorate, and no vote may be lost']
        of(list, 'nodes are UP').evidence.contains('pve_up of node/pve1 is 1')
        of(list, 'nodes are UP').standing == 'shown'
        of(list, 'data source').evidence == ['data source Proxmox, http://192.0.2.240:9090: OK Successfully queried the Prometheus API.']
        of(list, 'more than a day').standing == 'shown'
        of(list, '15:00 yesterday').evidence[0] =~ /31\.3 % busy at \d{4}-\d\d-\d\d 15:00:00/
        of(list, 'dashboard').evidence[0].startsWith('dashboard Cluster has 1 queries of the cluster')
        of(list, 'NUT clients').evidence == ['pve1: upsmon is installed, watches a UPS, and is at work', 'pve2: upsmon is installed, watches a UPS, and is at work']
        of(list, 'containers and VMs').standing == 'shown'
        of(list, 'one by one is').standing == 'shown'
        of(list, 'newer container images').evidence[0].contains('the relay took the mail at')
        house.post.arrived()*.subject.any { it.contains('Told of image-update') }

        and: 'what never happened is not'
        of(list, 'go off at the UPS').standing == 'not shown'
        of(list, 'updated containers without').standing == 'not shown'

        and: 'the token went to Grafana alone, and is never printed'
        house.bearers.toSet() == ['null', 'Bearer grafana-viewer-token'] as Set
        !text.contains('grafana-viewer-token')
    }

    def 'nothing is shown by what contradicts it: #what'() {
        given:
        prometheus()
        grafana()
        ['pve1', 'pve2'].each { house.nut(it) }
        change(house)

        when:
        Map one = of(list(), words)

        then:
        one.standing == standing
        one.evidence.any { it.contains(evidence) }
        one.next

        where:
        what                     | words              | change                                                                                            || standing    | evidence
        'a node is down there'   | 'nodes are UP'     | { it.answers['/api/v1/query?query=pve_up'] = it.answers['/api/v1/query?query=pve_up'].replaceFirst('"1"', '"0"') } || 'against' | 'pve_up of node/pve1 is 0'
        'Prometheus is away'     | 'nodes are UP'     | { it.answers.keySet().removeIf { k -> k.contains('targets') } }                                   || 'not shown' | '/api/v1/targets answers with status 404'
        'it kept nothing then'   | '15:00 yesterday'  | { it.answers['/api/v1/query?query=100 * sum(pve_cpu'] = '{"data":{"result":[]}}' }                || 'not shown' | 'nothing was kept'
        'the source is ill'      | 'data source'      | { it.answers['/api/datasources/uid/P1/health'] = '{"status":"ERROR","message":"connection refused"}' } || 'against' | 'ERROR connection refused'
        'another dashboard'      | 'dashboard'        | { it.answers['/api/dashboards/uid/D1'] = '{"dashboard":{"title":"Cats","panels":[]}}' }           || 'not shown' | 'no dashboard asks'
        'upsmon watches nothing' | 'NUT clients'      | { it.machines.host('pve2').machine().files().furnish('/etc/nut/upsmon.conf', 0640, '# MONITOR later\n') }  || 'not shown' | 'pve2: upsmon is installed, watches NO UPS'
        'votes are lost'         | 'pvecm status'     | { it.lab.quorum(false) }                                                                          || 'against'   | 'NO quorum'
        'no such playbook'       | 'one by one is'    | { h -> h.configure(Files.readString(h.folder.resolve('steward.yml')).replace("$EvidenceHouse.SHIPPED", "$h.folder")) } || 'not shown' | 'rolling-host-update.groovy is not in'
        'it fires another day'   | 'Sundays at 03:00' | { h -> Files.writeString(h.folder.resolve('steward.yml'), 'schedules: {weekly-updates: {playbook: weekly-updates.groovy, cron: 0 3 * * 6}}\n', java.nio.file.StandardOpenOption.APPEND) } || 'not shown' | 'SATURDAY'
    }

    def 'a mail that the relay did not take speaks against it'() {
        given:
        house.post.close()
        house.steward { runner ->
            runner.store().outbox().add(new Notice('n', Notice.Kind.IMAGE_UPDATE, Notice.Severity.INFO, '', 'Two images', '', Optional.empty(), new SystemTime().now(), Optional.empty()), ['mail'])
            runner.tellTheRest(Duration.ofSeconds(5))
        }

        expect:
        with(of(list('--offline'), 'newer container images')) {
            standing == 'against'
            evidence[0].contains('the mail is waiting')
        }
    }

    def 'offline, nobody is asked, and what is recorded stays shown'() {
        given:
        told('image-update')
        int before = house.lab.requests().size()

        when:
        Map list = list('--offline')

        then:
        house.lab.requests().size() == before
        house.bearers.empty
        of(list, 'web interface').evidence == ['nobody was asked: --offline']
        of(list, 'newer container images').standing == 'shown'
    }

    def 'it goes into a file, and options that mean nothing are refused'() {
        expect:
        house.run('doctor', '--checklist', '--offline', '--out', 'kept/checklist.md') == 1
        Files.readString(folder.resolve('kept/checklist.md')).startsWith('# Checklist, ')
        house.run('doctor', '--json') == 5
        house.run('doctor', '--checklist', '-l', 'web') == 5
    }
}
