package dev.steward.runner.module

import dev.steward.runner.module.system.Facts
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** What module scripts do whatever sh the host has. */
abstract class ShellContractSpec extends ModuleTry {

    static final NASTY = ['plain', "it's", 'a "b" $c `d`', '-rf', 'two\nlines', 'end\n', 'Größe ☃', ' blank ', ' ', '*', 'a*b?[c]', '%s\\n']

    /** What runs a script, as ['busybox', 'sh']. */
    abstract List<String> shell()

    void setup() { target.connection.shell = shell() }

    Path file(String name) { folder.resolve(name) }

    def 'content is written once and then left alone, in one round trip each: #name.bytes.encodeHex()'() {
        given:
        def content = "text for $name\n\$HOME `id` 'x'\n\n" as String

        expect:
        changed(call('copy', dest: "$folder/$name", content: content))
        Files.readString(file(name)) == content
        ok(call('copy', dest: "$folder/$name", content: content))
        target.connection.trips == 2
        Files.list(folder).withCloseable { it.count() } == 1

        where:
        name << NASTY - ' '
    }

    def 'a state is reached once and then left alone: #state #name.bytes.encodeHex()'() {
        given:
        def path = "$folder/$name" as String
        def more = state in ['link', 'hard'] ? [src: "$folder/real" as String] : [:]
        Files.writeString(file('real'), 'real')
        if (state == 'absent') {
            Files.createDirectories(Path.of(path).resolve('deep/in'))
        }

        expect:
        changed(call([path: path, state: state] + more, 'file'))
        reached(state, Path.of(path))
        ok(call([path: path, state: state] + more, 'file'))
        target.connection.trips == 2

        where:
        [state, name] << [['directory', 'absent', 'touch', 'link', 'hard'], NASTY].combinations()
    }

    protected boolean reached(String state, Path path) {
        switch (state) {
            case 'directory': return Files.isDirectory(path)
            case 'absent': return !Files.exists(path)
            case 'touch': return Files.size(path) == 0
            case 'link': return Files.readSymbolicLink(path).toString() == "$folder/real"
            default: return Files.isSameFile(path, file('real'))
        }
    }

    def 'a path is what it is, whatever its name: #name.bytes.encodeHex()'() {
        given:
        def path = file(name)
        Files.writeString(path, 'hello')
        path.toFile().setReadable(true, false)

        when:
        def data = call('stat', path: path.toString(), checksum: true).data()

        then:
        data.exists && data.isFile && !data.isDirectory && !data.isLink
        data.size == 5
        data.mode == '0644'
        data.checksum == '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
        data.mtime == Files.getLastModifiedTime(path).toMillis().intdiv(1000)

        where:
        name << NASTY
    }

    def 'a port of the host, a port from here, and a path are waited for'() {
        given:
        def server = new ServerSocket(0, 5, InetAddress.getByName('127.0.0.1'))
        int port = server.localPort

        expect:
        ok(call('waitFor', port: port))
        ok(call('waitFor', port: port, address: '127.0.0.1'))
        ok(call('waitFor', path: '/etc/passwd'))
        ok(call('waitFor', path: '/no/such', state: 'absent'))
        failed(call('waitFor', port: 1, timeout: Duration.ofSeconds(1)))
        failed(call('waitFor', port: 1, address: '127.0.0.1', timeout: Duration.ofSeconds(1)))
        failed(call('waitFor', path: '/no/such', timeout: Duration.ofSeconds(1)))
        failed(call('waitFor', path: '/x', port: 1))

        cleanup:
        server?.close()
    }

    def 'a local script runs under its own interpreter with its arguments, in one trip, and leaves nothing'() {
        given:
        Files.createDirectories(file('files'))
        file('files/s').toFile().text = "$first\nprintf '%s|' \"\$@\"\nexit 3\n"
        target.folder = folder
        def before = new File('/tmp').list().findAll { it.startsWith('steward.') }.toSet()

        when:
        def outcome = call('script', src: 's', args: ['a b', "it's", ''])

        then:
        outcome.data().rc == 3
        outcome.data().stdout == "a b|it's||"
        target.connection.trips == 1
        new File('/tmp').list().findAll { it.startsWith('steward.') }.toSet() == before

        where:
        first << ['#!/bin/sh', '#!/usr/bin/env sh']
    }

    def 'facts come in one trip and are plain data'() {
        when:
        def facts = new Facts().gather(target)

        then:
        facts.hostname == new File('/proc/sys/kernel/hostname').text.trim()
        facts.os.id == (new File('/etc/os-release').text =~ /(?m)^ID="?([^"\n]*)/)[0][1]
        facts.arch in ['x86_64', 'aarch64']
        facts.memory > 100_000_000L
        facts.cpus >= Runtime.runtime.availableProcessors()
        facts.uptime > 0
        facts.bootId == new File('/proc/sys/kernel/random/boot_id').text.trim()
        facts.packageManager instanceof String
        facts.proxmox == [node: false, version: '']
        facts.serviceManager in ['systemd', 'sysv', 'openrc', '']
        facts.addresses instanceof List
        target.connection.trips == 1
    }
}
