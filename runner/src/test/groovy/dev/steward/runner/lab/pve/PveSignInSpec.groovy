package dev.steward.runner.lab.pve

import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification

/** Tickets, tokens, rights and the table of methods of the simulated PVE. */
class PveSignInSpec extends Specification {

    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(3)
            .lxc(101, 'ct101') { it.running().node('pve3') }
            .qemu(200, 'vm200') { it.running() }
            .user('op@pve', 'secret', '/vms/101', 'PVEVMUser')
            .token('root@pam', 'sep', 'aaaa', true)
            .token('op@pve', 'own', 'bbbb', false)
            .start(time)
    Asking ask = new Asking(lab)

    def 'whoever is not known is told #reason, without a body'() {
        when:
        Asking.Got got = ask.by(headers).get('/nodes')

        then:
        got.status == 401
        got.reason == reason
        got.body == ''

        where:
        headers                                                    || reason
        [:]                                                        || 'No ticket'
        [Cookie: 'PVEAuthCookie=bogus']                            || 'Authentication failed!'
        [Authorization: 'PVEAPIToken=root@pam!nope=0000']          || 'Authentication failed!'
        [Authorization: 'PVEAPIToken=root@pam:steward=0000']       || 'Authentication failed!'
    }

    def 'a wrong password is refused with a body'() {
        expect:
        ask.by([:]).post('/access/ticket', [username: user, password: 'wrong']).with { [it.status, it.reason, it.body] } ==
                [401, 'authentication failure', '{"data":null,"message":"authentication failure\\n"}']

        where:
        user << ['root@pam', 'root', 'nobody@pve']
    }

    def 'a ticket lives two hours, is renewed with itself, and writes only with its own token against forged forms'() {
        when:
        Map got = ask.by([:]).post('/access/ticket', [username: 'op@pve', password: 'secret']).data
        Asking op = ask.by([Cookie: "PVEAuthCookie=$got.ticket" as String])

        then:
        got.clustername == 'lab'
        got.cap.vms['VM.PowerMgmt'] == 1
        op.get('/cluster/resources', [type: 'vm']).data*.vmid == [101]
        op.post('/nodes/pve3/lxc/101/status/stop').with { "$it.status $it.reason" } == '401 Permission denied - invalid csrf token'

        when:
        time.advance(Duration.ofMinutes(119))
        Map renewed = ask.by([:]).post('/access/ticket', [username: 'op@pve', password: got.ticket]).data

        then:
        renewed.ticket != got.ticket

        when:
        time.advance(Duration.ofMinutes(2))

        then:
        op.get('/version').reason == 'Authentication failed!'
        ask.by([Cookie: "PVEAuthCookie=${Asking.encode(renewed.ticket)}" as String]).get('/version').status == 200

        when:
        lab.expireTickets()

        then:
        ask.by([Cookie: "PVEAuthCookie=$renewed.ticket" as String]).get('/version').status == 401
    }

    def 'somebody without the right is told which one is missing'() {
        given:
        Asking op = ask.signedIn('op@pve', 'secret')

        expect:
        op.post('/nodes/pve1/qemu/200/status/stop').with { [it.status, it.reason, it.body] } ==
                [403, 'Permission check failed (/vms/200, VM.PowerMgmt)', '{"data":null,"message":"Permission check failed (/vms/200, VM.PowerMgmt)\\n"}']
        op.get('/access/permissions').data.keySet() == ['/vms/101'] as Set
        op.get('/nodes/pve1/status').reason == 'Permission check failed (/nodes/pve1, Sys.Audit)'
    }

    def 'a token with privilege separation can do nothing until something is given to it'() {
        given:
        Asking token = ask.by([Authorization: 'PVEAPIToken=root@pam!sep=aaaa'])

        expect:
        token.get('/access/permissions').data == [:]
        token.get('/cluster/resources', [type: 'vm']).data == []
        token.post('/nodes/pve1/qemu/200/status/stop').status == 403

        when:
        ask.put('/access/acl', [path: '/vms/200', roles: 'PVEVMAdmin', tokens: 'root@pam!sep'])

        then:
        token.get('/cluster/resources', [type: 'vm']).data*.vmid == [200]
        token.post('/nodes/pve1/qemu/200/status/stop').status == 200
    }

    def 'some things are for root itself, whatever token of root asks'() {
        expect:
        ask.put("/nodes/$node/$guest/config", form).with { "$it.status $it.reason" } == "403 $reason"
        ask.signedIn('root@pam', lab.rootPassword()).put("/nodes/$node/$guest/config", form).status == 200

        where:
        node   | guest      | form                                 || reason
        'pve3' | 'lxc/101'  | [features: 'nesting=1,fuse=1']       || 'changing feature flags (except nesting) is only allowed for root@pam'
        'pve3' | 'lxc/101'  | [mp0: '/srv/data,mp=/data']          || 'mount point type bind is only allowed for root@pam'
        'pve3' | 'lxc/101'  | [hookscript: 'local:snippets/a.pl']  || 'changing the hookscript is only allowed for root@pam'
        'pve1' | 'qemu/200' | [args: '-no-reboot']                 || "only root can set 'args' config"
    }

    def 'a token cannot fetch a ticket'() {
        expect:
        ask.post('/access/ticket', [username: 'root@pam', password: lab.rootPassword()]).reason ==
                "Permission check failed (URI '/access/ticket' not available with API token, need proper ticket."
    }

    def 'parameters are held against the table: #method #path #given'() {
        when:
        Asking.Got got = method == 'GET' ? ask.get(path, given) : method == 'PUT' ? ask.put(path, given) : ask.post(path, given)

        then:
        got.status == 400
        got.reason == 'Parameter verification failed.'
        got.errors == errors

        where:
        method | path                             | given                                    || errors
        'GET'  | '/nodes/pve1/qemu'               | [full: 'yes', bogus: 1]                  || [full: "type check ('boolean') failed - got 'yes'", bogus: 'property is not defined in schema and the schema does not allow additional properties']
        'POST' | '/nodes/pve1/qemu/200/migrate'   | [:]                                      || [target: 'property is missing and it is not optional']
        'GET'  | '/nodes/pve3/lxc/99/config'      | [:]                                      || [vmid: 'invalid format - value does not look like a valid VM ID\n']
        'PUT'  | '/nodes/pve3/lxc/101/config'     | [memory: 5]                              || [memory: 'value must have a minimum value of 16']
        'PUT'  | '/nodes/pve3/lxc/101/config'     | [net0: 'eth0']                           || [net0: 'invalid format - value without key, but schema does not define a default key\n']
        'PUT'  | '/nodes/pve3/lxc/101/config'     | [net0: 'name=eth0,bogus=1']              || [net0: 'invalid format - format error\nnet0.bogus: property is not defined in schema and the schema does not allow additional properties\n']
        'GET'  | '/cluster/resources'             | [type: 'vms']                            || [type: "value 'vms' does not have a value in the enumeration 'vm, storage, node, sdn'"]
        'POST' | '/nodes/pve3/lxc/101/snapshot'   | [snapname: 'a']                          || [snapname: "invalid format - invalid configuration ID 'a'\n"]
        'POST' | '/nodes/pve1/qemu/200/status/shutdown' | [skiplock: 1]                      || [skiplock: 'Only root may use this option.']
        'PUT'  | '/nodes/pve1/qemu/200/config'    | [node: 'pve2']                           || [node: 'duplicate parameter (already defined in URI)']
    }

    def 'a semicolon splits a form, a value ends at an unescaped equals sign, and JSON has true and false'() {
        expect:
        ask.ask('PUT', '/nodes/pve3/lxc/101/config', 'application/x-www-form-urlencoded', 'tags=web;prod=1').errors.keySet() == ['prod'] as Set
        ask.ask('PUT', '/nodes/pve3/lxc/101/config', 'application/x-www-form-urlencoded', 'description=a=b').status == 200
        ask.get('/nodes/pve3/lxc/101/config').data.description == 'a'
        ask.put('/nodes/pve3/lxc/101/config', [tags: 'web;Prod', description: 'a=b']).status == 200
        ask.get('/nodes/pve3/lxc/101/config').data.subMap('tags', 'description') == [tags: 'prod;web', description: 'a=b']
        ask.json('POST', '/nodes/pve1/qemu/200/status/shutdown', [timeout: 5, forceStop: true]).status == 200
        ask.json('POST', '/nodes/pve1/qemu/200/status/shutdown', '{"timeout":').with { [it.status, it.body.startsWith('malformed JSON string')] } == [500, true]
    }

    def 'parameters of DELETE come from the query alone'() {
        expect:
        ask.ask('DELETE', '/nodes/pve3/lxc/101', 'application/x-www-form-urlencoded', 'bogus=1').reason == 'CT 101 is running - destroy not possible'
        ask.delete('/nodes/pve3/lxc/101', [bogus: 1]).status == 400
    }

    def 'what a release does not know is not implemented there, and /extjs always says 200'() {
        expect:
        ask.get('/nodes/pve1/nosuch').with { [it.status, it.body] } == [501, '{"data":null,"message":"Method \'GET /nodes/pve1/nosuch\' not implemented"}']
        ask.ask('PATCH', '/nodes/pve1/status').with { [it.status, it.reason, it.body] } == [501, "method 'PATCH' not available", '']
        ask.ask('GET', '/nodes/pve1/nosuch', null, null, '/api2/extjs').with { [it.status, it.json.status, it.json.success] } == [200, 501, 0]
    }
}
