package dev.steward.runner.follow

import dev.steward.runner.follow.FollowException.Kind
import dev.steward.runner.proxmox.task.TaskEnd.Result
import java.time.Duration

/** UPIDs of a cluster: listed, read, followed, cancelled. */
class UpidsSpec extends LabFollow {

    private static UpidFilter all(Map said = [:]) {
        new UpidFilter(Optional.ofNullable(said.cluster), Optional.ofNullable(said.node), Optional.ofNullable(said.guest),
                said.running ?: false, said.errors ?: false, said.limit ?: 50)
    }

    private String post(String node, String path, Map form = [:]) {
        def api = new URI("${lab.url(node)}/api2/json$path")
        def trust = [getAcceptedIssuers: { null }, checkClientTrusted: { a, b -> }, checkServerTrusted: { a, b -> }] as javax.net.ssl.X509TrustManager
        def tls = javax.net.ssl.SSLContext.getInstance('TLS')
        tls.init(null, [trust] as javax.net.ssl.TrustManager[], null)
        def connection = api.toURL().openConnection() as javax.net.ssl.HttpsURLConnection
        connection.with {
            SSLSocketFactory = tls.socketFactory
            requestMethod = 'POST'
            setRequestProperty('Authorization', 'PVEAPIToken=' + lab.token())
            doOutput = true
            outputStream << form.collect { k, v -> "$k=$v" }.join('&')
        }
        (connection.inputStream.text =~ /UPID:[^"]+/)[0]
    }

    def 'UPIDs of all nodes are listed, the newest first, and chosen by #said'() {
        given:
        lab.fail('vzstart', 102, 'no space left on device')
        post('pve1', '/nodes/pve2/lxc/102/status/start')
        time.advance(Duration.ofSeconds(30))
        post('pve1', '/nodes/pve1/qemu/201/status/reset')
        time.advance(Duration.ofSeconds(30))
        post('pve1', '/nodes/pve1/qemu/201/status/shutdown')

        expect:
        follow().upids(all(said)).with { it.rows()*.upid()*.type() == types && it.problems() == [] }

        where:
        said              || types
        [:]               || ['qmshutdown', 'qmreset', 'vzstart']
        [node: 'pve2']    || ['vzstart']
        [guest: '201']    || ['qmshutdown', 'qmreset']
        [guest: 'dns']    || ['vzstart']
        [running: true]   || ['qmshutdown']
        [errors: true]    || ['vzstart']
        [limit: 1]        || ['qmshutdown']
    }

    def 'a node that is down is said to be missing from the list'() {
        given:
        lab.kill('pve2')
        time.advance(Duration.ofMinutes(2))

        expect:
        follow().upids(all()).problems() == ['node pve2 of home is offline']
    }

    def 'one is read as far as it is, followed to its end, or cancelled'() {
        given:
        def upid = post('pve1', '/nodes/pve1/lxc/101/status/shutdown')
        List<String> log = []

        expect:
        follow().upid(upid, Optional.empty(), false, { log << it } as Receiver<String>).result() == Result.RUNNING
        follow().upid(upid, Optional.empty(), true, { log << it } as Receiver<String>).with { it.result() == Result.OK && it.exitStatus() == 'OK' }
        log.last() == 'TASK OK'

        when:
        def other = post('pve1', '/nodes/pve1/qemu/201/status/shutdown')
        follow().cancel(other, Optional.empty())

        then:
        follow().upid(other, Optional.empty(), true, {} as Receiver<String>).result() == Result.CANCELLED
    }

    def '#what is refused'() {
        when:
        act.call(follow())

        then:
        FollowException e = thrown()
        e.kind() == kind
        e.message.contains(says)

        where:
        what                      | act                                                                                                               || kind           | says
        'what is no UPID'         | { it.upid('UPID:x', Optional.empty(), false, {} as Receiver<String>) }                                            || Kind.BAD       | 'is no UPID'
        'a UPID nobody knows'     | { it.upid('UPID:pve1:00000A01:000C1BE2:6B011300:qmigrate:200:root@pam:', Optional.empty(), false, {} as Receiver<String>) } || Kind.NOT_FOUND | 'knows no UPID'
        'a node there is not'     | { it.upids(all(node: 'pve9')) }                                                                                   || Kind.NOT_FOUND | "no node 'pve9'"
        'a node as guest'         | { it.upids(all(guest: 'pve1')) }                                                                                  || Kind.BAD       | 'is a node'
        'a limit out of bounds'   | { it.upids(all(limit: 5000)) }                                                                                    || Kind.BAD       | 'limit is 5000'
    }
}
