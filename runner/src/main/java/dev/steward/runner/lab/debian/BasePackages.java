package dev.steward.runner.lab.debian;

/** A small Debian 12: names and versions as the release had them. */
final class BasePackages {

    static final String LINES =
            """
            adduser 3.134
            apt 2.6.1 libapt-pkg6.0
            base-files 12.4+deb12u7
            bash 5.2.15-2+b7
            bsdutils 1:2.38.1-5+deb12u1
            ca-certificates 20230311
            coreutils 9.1-1
            cron 3.0pl1-162
            curl 7.88.1-10+deb12u6 libcurl4
            dash 0.5.12-2
            dbus 1.14.10-1~deb12u1 libdbus-1-3
            debconf 1.5.82
            debian-archive-keyring 2023.3+deb12u1
            debianutils 5.7-0.5~deb12u1
            diffutils 1:3.8-4
            dpkg 1.21.22
            e2fsprogs 1.47.0-2
            findutils 4.9.0-4
            gpgv 2.2.40-1.1
            grep 3.8-5
            gzip 1.12-1
            hostname 3.23+nmu1
            init-system-helpers 1.65.2
            iproute2 6.1.0-3
            iputils-ping 3:20221126-1
            less 590-2.1~deb12u2
            +libapt-pkg6.0 2.6.1
            libc-bin 2.36-9+deb12u7
            libc6 2.36-9+deb12u7
            +libcurl4 7.88.1-10+deb12u6
            +libdbus-1-3 1.14.10-1~deb12u1
            libgnutls30 3.7.9-2+deb12u3
            +libssl3 3.0.13-1~deb12u1
            libsystemd0 252.26-1~deb12u2
            libudev1 252.26-1~deb12u2
            liblzma5 5.4.1-0.2
            login 1:4.13+dfsg1-1+b1
            logrotate 3.21.0-1
            mawk 1.3.4.20200120-3.1
            mount 2.38.1-5+deb12u1
            nano 7.2-1
            openssh-client 1:9.2p1-2+deb12u2
            openssh-server 1:9.2p1-2+deb12u2 openssh-sftp-server
            +openssh-sftp-server 1:9.2p1-2+deb12u2
            openssl 3.0.13-1~deb12u1 libssl3
            passwd 1:4.13+dfsg1-1+b1
            perl-base 5.36.0-7+deb12u1
            procps 2:4.0.2-3
            sed 4.9-1
            sudo 1.9.13p3-1+deb12u1
            systemd 252.26-1~deb12u2 libsystemd0
            systemd-sysv 252.26-1~deb12u2
            sysvinit-utils 3.06-4
            tar 1.34+dfsg-1.2+deb12u1
            tzdata 2024a-0+deb12u1
            udev 252.26-1~deb12u2 libudev1
            util-linux 2.38.1-5+deb12u1
            vim-tiny 2:9.0.1378-2
            wget 1.21.3-1+b1
            xz-utils 5.4.1-0.2 liblzma5
            """;

    private BasePackages() {}
}
