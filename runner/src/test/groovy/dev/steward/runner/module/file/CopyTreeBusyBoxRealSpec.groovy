package dev.steward.runner.module.file

import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.TempDir

/** With BusyBox's sh and all of its programs, tar among them. */
class CopyTreeBusyBoxRealSpec extends CopyTreeContractSpec {

    @Shared @TempDir Path applets

    void setupSpec() {
        RealSshd.need('/usr/bin/busybox', 'busybox-static')
        ['busybox', '--list'].execute().text.readLines().each { Files.createSymbolicLink(applets.resolve(it), Path.of('/usr/bin/busybox')) }
    }

    @Override
    List<String> shell() { ['env', "PATH=$applets" as String, 'busybox', 'sh'] }

    def 'the programs are BusyBox\'s'() {
        when:
        def said = call('shell', script: new dev.steward.runner.module.ShellText('tar --help 2>&1; true', [:])).data().stdout

        then:
        said.contains('BusyBox')
    }
}
