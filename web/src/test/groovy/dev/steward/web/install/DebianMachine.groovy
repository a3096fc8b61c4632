package dev.steward.web.install

import dev.steward.real.Checkout
import dev.steward.real.RealHosts
import dev.steward.real.RealNut
import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import spock.util.concurrent.PollingConditions

/** A fresh Debian with systemd as PID 1, on which the built package is installed. Debian's Java and polkit lie in a package source of its own. */
class DebianMachine implements Closeable {

    static final Path DEBS = Path.of('/var/cache/steward-hosts/service-debs')

    final RealHosts hosts = RealHosts.up(1, ['nothing'], 0, 'systemd')

    DebianMachine() {
        RealSshd.need('/usr/bin/apt-ftparchive', 'apt-utils')
        RealSshd.need('/usr/bin/curl', 'curl')
        RealNut.sh("""\
            exec 9>${DEBS}.lock && flock 9 && [ ! -d $DEBS ] || exit 0
            rm -rf ${DEBS}.new && mkdir -p ${DEBS}.new/partial && cd ${DEBS}.new && cp ${root()}/var/lib/dpkg/status partial/status &&
            apt-get install -qq -y --download-only --no-install-recommends -o Dir::State::status=${DEBS}.new/partial/status -o Dir::Cache::archives=${DEBS}.new/ -o APT::Sandbox::User=root default-jre-headless polkitd &&
            rm -rf partial lock && apt-ftparchive packages . >Packages && apt-ftparchive release . >Release && mv ${DEBS}.new $DEBS""".stripIndent())
        RealNut.sh("mkdir -p ${root()}/srv/repo/java && cp $DEBS/* ${root()}/srv/repo/java/ && echo 'deb [trusted=yes] file:/srv/repo/java ./' >>${root()}/etc/apt/sources.list")
        // the machine shares its network with this one: the service has its port for itself
        Files.createDirectories(root().resolve('etc/systemd/system/steward.service.d'))
        Files.writeString(root().resolve('etc/systemd/system/steward.service.d/spec.conf'), '[Service]\nPrivateNetwork=yes\n')
        judge('groupadd --system nut && useradd --system -g nut nut && apt-get -q update')
    }

    /** What Maven built. */
    static Path built() {
        def all = Checkout.root().resolve('web/target').toFile().listFiles().findAll { it.name ==~ /steward_.*_all\.deb/ }
        assert all.size() == 1: "not one package in web/target, but $all; mvn package makes it"
        all[0].toPath()
    }

    /** The same package with another version. */
    static Path rebuilt(Path folder, String version) {
        Path deb = folder.resolve("steward_${version}_all.deb")
        RealNut.sh("""cd $folder && dpkg-deb -R ${built()} tree && sed -i 's/^Version: .*/Version: $version/' tree/DEBIAN/control &&
            dpkg-deb -Znone --root-owner-group -b tree $deb""")
        deb
    }

    /** Installs a package file as the guide says it; what was printed. */
    String install(Path deb) {
        Files.copy(deb, root().resolve("srv/$deb.fileName"), StandardCopyOption.REPLACE_EXISTING)
        judge("""cd /srv && rm -f code && (setsid sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends ./$deb.fileName >said 2>&1; echo \$? >code' </dev/null >/dev/null 2>&1 &)""")
        // longer than a judge may take where other specs are at work beside this one
        new PollingConditions(timeout: 200, delay: 0.5).eventually { assert Files.exists(root().resolve('srv/code')) && Files.readString(root().resolve('srv/code')) }
        String said = Files.readString(root().resolve('srv/said'))
        assert Files.readString(root().resolve('srv/code')) == '0\n': said
        said
    }

    Path root() { Path.of("/proc/${hosts.init(1)}/root") }

    String judge(String script) { hosts.judge(1, script).strip() }

    /** The service's process as systemd names it; 0: none. */
    int service() { judge('systemctl show -p MainPID --value steward') as int }

    /** What the service answers; null: nothing yet. */
    String page(String path) {
        def java = ProcessHandle.of(hosts.init(1)).get().descendants()
                .filter { it.info().command().orElse('').endsWith('/java') }.findFirst()
        if (java.empty) {
            return null
        }
        def curl = new ProcessBuilder('nsenter', '-t', java.get().pid() as String, '-n', 'curl', '-sf', '-m', '5', "http://127.0.0.1:8580$path").start()
        String answer = curl.inputStream.text
        curl.waitFor() == 0 ? answer : null
    }

    @Override
    void close() { hosts.close() }
}
