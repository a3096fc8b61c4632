package dev.steward.runner.connection.agent

import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.Time

/** A simulated cluster of two nodes, and the client of it. */
class AgentLab {

    static PveLab start(Time time, Closure<?> guests) {
        def builder = PveLab.cluster('lab').nodes(2)
        guests(builder)
        builder.start(time)
    }

    static PveApi client(PveLab lab, Time time, Map<String, ?> with = [:]) {
        PveClient.open('lab', config(lab, with), time)
    }

    static ProxmoxConfig config(PveLab lab, Map<String, ?> with = [:]) {
        new ProxmoxConfig(
                lab.urls(),
                Optional.of(new Secret((with.token ?: lab.token()) as String)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                'pam',
                new ProxmoxTls(Optional.empty(), lab.state().nodes().keySet().collect { lab.fingerprint(it) }, true),
                ProxmoxLimits.DEFAULT,
                [:], [:])
    }
}
