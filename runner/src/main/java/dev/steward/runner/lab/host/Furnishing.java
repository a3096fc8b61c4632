package dev.steward.runner.lab.host;

import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.text.TextTools;
import dev.steward.runner.lab.tool.Sudoers;
import dev.steward.runner.lab.tool.Tools;
import java.util.Set;

/** Puts the files and programs of a fresh Debian 12 on a host. */
final class Furnishing {

    private static final Set<String> SUPER = Set.of("service", "shutdown", "reboot", "poweroff", "halt");

    private final Machine machine;
    private final FileSystem files;
    private final HostSpec spec;

    Furnishing(Machine machine, HostSpec spec) {
        this.machine = machine;
        this.files = machine.files();
        this.spec = spec;
    }

    void furnish() {
        for (String folder :
                "/usr/bin /usr/sbin /usr/lib /usr/share /usr/local/bin /usr/local/sbin /etc/apt/sources.list.d /etc/default /etc/systemd/system /root /home /var/log /var/tmp /var/lib/dpkg/info /var/lib/dpkg/updates /var/lib/apt/lists/partial /var/cache/apt/archives/partial /var/mail /opt /srv /mnt /dev /sys/class /tmp /proc /run"
                        .split(" ")) {
            files.folders(folder);
        }
        files.node(Who.HOST, "/tmp").mode(01777, machine.now());
        files.node(Who.HOST, "/var/tmp").mode(01777, machine.now());
        files.node(Who.HOST, "/root").mode(0700, machine.now());
        files.symlink(Who.HOST, "usr/bin", "/bin");
        files.symlink(Who.HOST, "usr/sbin", "/sbin");
        files.symlink(Who.HOST, "usr/lib", "/lib");
        files.symlink(Who.HOST, "/run", "/var/run");
        programs();
        devices();
        etc();
        accounts();
    }

    private void programs() {
        machine.programs().putAll(TextTools.all());
        machine.programs().putAll(Tools.all());
        for (String name : machine.programs().keySet()) {
            files.program((SUPER.contains(name) ? "/usr/sbin/" : "/usr/bin/") + name, name);
        }
    }

    private void devices() {
        files.device(Who.HOST, "/dev/null", 'c', "null", 0666);
        files.device(Who.HOST, "/dev/zero", 'c', "zero", 0666);
        files.device(Who.HOST, "/dev/full", 'c', "full", 0666);
        files.device(Who.HOST, "/dev/random", 'c', "random", 0666);
        files.device(Who.HOST, "/dev/urandom", 'c', "random", 0666);
        files.device(Who.HOST, "/dev/tty", 'c', "tty", 0666);
        files.symlink(Who.HOST, "/proc/self/fd", "/dev/fd");
        files.symlink(Who.HOST, "/proc/self/fd/0", "/dev/stdin");
        files.symlink(Who.HOST, "/proc/self/fd/1", "/dev/stdout");
        files.symlink(Who.HOST, "/proc/self/fd/2", "/dev/stderr");
    }

    private void etc() {
        files.furnish("/etc/hostname", 0644, spec.name() + "\n");
        files.furnish(
                "/etc/hosts", 0644, "127.0.0.1\tlocalhost\n127.0.1.1\t" + spec.name() + ".lan\t" + spec.name() + "\n");
        files.furnish("/etc/debian_version", 0644, "12.7\n");
        files.furnish(
                "/usr/lib/os-release",
                0644,
                """
                PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                NAME="Debian GNU/Linux"
                VERSION_ID="12"
                VERSION="12 (bookworm)"
                VERSION_CODENAME=bookworm
                ID=debian
                HOME_URL="https://www.debian.org/"
                SUPPORT_URL="https://www.debian.org/support"
                BUG_REPORT_URL="https://bugs.debian.org/"
                """);
        files.symlink(Who.HOST, "../usr/lib/os-release", "/etc/os-release");
        files.furnish(
                "/etc/machine-id",
                0444,
                String.format(
                        "%016x%016x%n",
                        machine.random().nextLong(), machine.random().nextLong()));
        files.furnish("/etc/resolv.conf", 0644, "nameserver 192.0.2.53\nsearch lan\n");
        files.furnish("/etc/fstab", 0644, "# <file system> <mount point> <type> <options> <dump> <pass>\n");
        files.furnish("/etc/issue", 0644, "Debian GNU/Linux 12 \\n \\l\n\n");
    }

    private void accounts() {
        files.furnish(
                "/etc/passwd",
                0644,
                """
                root:x:0:0:root:/root:/bin/sh
                daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
                www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
                _apt:x:42:65534::/nonexistent:/usr/sbin/nologin
                nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
                ops:x:1000:1000:Operations,,,:/home/ops:/bin/sh
                admin:x:1001:1001:Administrator,,,:/home/admin:/bin/sh
                """);
        files.furnish(
                "/etc/group",
                0644,
                """
                root:x:0:
                daemon:x:1:
                adm:x:4:ops
                sudo:x:27:ops,admin
                www-data:x:33:
                nogroup:x:65534:
                ops:x:1000:
                admin:x:1001:
                """);
        files.furnish("/etc/sudoers.d/ops", 0440, "ops ALL=(ALL:ALL) NOPASSWD: ALL\nadmin ALL=(ALL:ALL) ALL\n");
        int uid = 1000;
        for (String name : new String[] {"ops", "admin"}) {
            files.folders("/home/" + name);
            files.node(Who.HOST, "/home/" + name).owner(uid, uid, machine.now());
            uid++;
        }
        Sudoers sudoers = machine.part(Sudoers.class, Sudoers::new);
        sudoers.allow("ops", "");
        sudoers.allow("admin", DemoEstate.ADMIN_PASSWORD);
    }
}
