package dev.steward.runner

import dev.steward.house.HouseSpec

class RunnerHouseSpec extends HouseSpec {

    @Override
    String root() { 'dev.steward.runner' }

    @Override
    Map<String, List<String>> imports() {
        [
                'time'          : [],
                'secret'        : ['time'],
                'inventory'     : ['secret'],
                'inventory.yaml': ['inventory', 'inventory.dynamic', 'secret'],
                'inventory.dynamic': ['inventory', 'proxmox', 'proxmox.estate'],
                'inventory.drift': ['inventory', 'inventory.dynamic', 'proxmox', 'proxmox.estate'],
                'event'         : ['time'],
                'notice'        : [],
                'config'        : ['config.collect', 'config.follow', 'notice', 'secret', 'time'],
                'config.collect': ['secret'],
                'config.follow' : [],
                'proxmox'       : ['secret', 'time'],
                'proxmox.estate': ['proxmox', 'time'],
                'proxmox.http'  : ['proxmox', 'config', 'secret', 'time'],
                'proxmox.task'  : ['proxmox', 'time'],
                'proxmox.text'  : ['proxmox'],
                'proxmox.act'   : ['proxmox', 'proxmox.estate', 'proxmox.task', 'proxmox.text', 'time'],
                'proxmox.act.power': ['proxmox', 'proxmox.act', 'proxmox.estate', 'proxmox.task', 'proxmox.text', 'time'],
                'connection'    : ['inventory', 'secret', 'time'],
                'connection.shell': ['connection', 'secret', 'time'],
                'connection.pct': ['connection', 'connection.shell', 'time'],
                'connection.ssh': ['connection', 'connection.shell', 'connection.ssh.config', 'secret', 'time'],
                'connection.ssh.config': ['connection'],
                'module'        : ['connection', 'inventory', 'event', 'proxmox.act', 'secret', 'time'],
                'module.proxmox': ['module', 'connection', 'inventory', 'event', 'proxmox', 'proxmox.*', 'secret', 'time'],
                'module.catalog': ['module*', 'connection', 'secret'],
                'module.system' : ['module', 'module.script', 'connection', 'inventory', 'event', 'secret', 'time'],
                'module.packages': ['module', 'module.script', 'connection', 'inventory', 'event', 'secret', 'time'],
                'module.control': ['module', 'module.script', 'connection', 'inventory', 'event', 'secret', 'time'],
                'module.file.template': ['secret'],
                'module.file'   : ['module', 'module.script', 'module.file.template', 'connection', 'inventory', 'event', 'secret', 'time'],
                'module.script' : ['module', 'connection', 'time'],
                'engine'        : ['module', 'module.catalog', 'connection', 'inventory', 'event', 'proxmox', 'proxmox.act', 'proxmox.task', 'secret', 'time', 'engine.flow', 'engine.output', 'engine.thread', 'engine.value'],
                'engine.flow'   : ['event'],
                'engine.output' : ['engine.value', 'connection', 'event', 'secret'],
                'engine.thread' : ['module'],
                'engine.value'  : ['connection', 'inventory', 'module', 'event', 'secret'],
                'store.migration': [],
                'store.trouble' : [],
                'store'         : ['store.estate', 'store.green', 'store.migration', 'store.outbox', 'store.trouble', 'store.upid', 'event', 'config', 'proxmox', 'time'],
                'store.estate'  : [],
                'store.upid'    : ['proxmox', 'proxmox.task', 'time'],
                'store.outbox'  : ['notice', 'time'],
                'collect'       : ['config.collect', 'proxmox', 'proxmox.estate', 'proxmox.text', 'secret', 'store.estate', 'time'],
                'store.green'   : ['event'],
                'notify'        : ['notice', 'store', 'store.green', 'store.outbox', 'event', 'config', 'secret', 'time'],
                'metrics'       : ['store', 'store.green'],
                'schedule'      : ['store', 'event', 'config', 'time'],
                'lab.file'      : [],
                'lab.process'   : ['lab.file'],
                'lab.syntax'    : [],
                'lab.shell'     : ['lab.file', 'lab.process', 'lab.syntax'],
                'lab.text'      : ['lab.file', 'lab.process'],
                'lab.tool'      : ['lab.file', 'lab.process', 'lab.shell'],
                'lab.debian'    : ['lab.file', 'lab.process', 'lab.tool'],
                'lab.host'      : ['lab.*'],
                'lab.pve.http'  : [],
                'lab.pve.table' : [],
                'lab.pve.access': [],
                'lab.pve.task'  : ['lab.pve.access', 'time'],
                'lab.pve.state' : ['lab.pve.access', 'lab.pve.table', 'lab.pve.task'],
                'lab.pve.call'  : ['lab.pve.access', 'lab.pve.state', 'lab.pve.table', 'lab.pve.task'],
                'lab.pve.guest' : ['lab.pve.access', 'lab.pve.call', 'lab.pve.state', 'lab.pve.table', 'lab.pve.task'],
                'lab.pve.node'  : ['lab.pve.access', 'lab.pve.call', 'lab.pve.guest', 'lab.pve.state', 'lab.pve.task'],
                'lab.pve.cluster': ['lab.pve.access', 'lab.pve.call', 'lab.pve.guest', 'lab.pve.state', 'lab.pve.task'],
                'lab.pve'       : ['lab.pve.*', 'time'],
                'lab.pve.tool'  : ['lab.*'],
                'lab.pve.demo'  : ['lab.*', 'time'],
                'control'       : ['event'],
                'app.gate'      : ['engine', 'event', 'store', 'time'],
                'app.self'      : ['engine', 'event', 'inventory', 'store'],
                'app.estate'    : ['collect', 'config', 'config.collect', 'config.follow', 'connection', 'connection.*', 'follow', 'inventory', 'inventory.dynamic', 'proxmox', 'proxmox.*', 'secret', 'store', 'store.estate', 'store.upid', 'time'],
                'follow'        : ['config.follow', 'connection', 'engine.output', 'proxmox', 'proxmox.estate', 'proxmox.task', 'secret', 'time'],
                'app'           : ['*'],
                'cli.print'     : ['event'],
                'cli.estate'    : ['*'],
                'cli'           : ['*'],
        ]
    }

    @Override
    Map<String, List<String>> kept() {
        [
                'com.jcraft.jsch'   : ['connection.ssh'],
                'org.jdbi'          : ['store', 'store.estate', 'store.green', 'store.outbox', 'store.upid'],
                'java.sql'          : ['store', 'store.estate', 'store.green', 'store.migration', 'store.outbox', 'store.trouble', 'store.upid', 'schedule'],
                'io.prometheus'     : ['metrics'],
                'jakarta.mail'      : ['notify'],
                'org.eclipse.angus' : ['notify'],
                'org.quartz'        : ['schedule'],
                'picocli'           : ['cli', 'cli.estate'],
                'org.apache.sshd'   : ['lab*'],
                'org.apache.hc'     : ['proxmox.http'],
                'java.lang.Thread.sleep': ['time'],
        ]
    }
}
