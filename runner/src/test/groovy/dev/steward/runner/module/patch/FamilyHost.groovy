package dev.steward.runner.module.patch

import dev.steward.runner.module.packages.DebianHost
import java.nio.file.Files
import java.nio.file.Path

/**
 * A host whose packages are kept by the real dnf, zypper or pacman, as Debian packages them, with a local repository and
 * a system that says it is another. What they keep is only what the spec offers: Debian's own packages are none of it.
 */
class FamilyHost extends DebianHost {

    static final Path ALL = Path.of('/var/cache/steward-hosts/families-bookworm')

    private int indexes

    FamilyHost(Path folder, String system) {
        super(folder, ALL, 'procps,iproute2,busybox-static,dnf,zypper,pacman-package-manager,rpm,createrepo-c')
        file('/etc/os-release').text = system
        sh '''mkdir -p /srv/rpm /srv/arch /etc/yum.repos.d /etc/zypp/repos.d /etc/rpm /var/lib/pacman/sync /var/lib/pacman/local
            echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros.dbpath
            echo releasever=40 >>/etc/dnf/dnf.conf
            mkdir -p /etc/dnf/vars; echo 40 >/etc/dnf/vars/releasever
            printf '[mirror]\\nname=mirror\\nbaseurl=file:///srv/rpm\\ngpgcheck=0\\n' >/etc/yum.repos.d/mirror.repo
            printf '[mirror]\\nname=mirror\\nenabled=1\\nautorefresh=0\\nbaseurl=dir:///srv/rpm\\ntype=rpm-md\\ngpgcheck=0\\n' >/etc/zypp/repos.d/mirror.repo
            printf '[options]\\nArchitecture = auto\\nSigLevel = Never\\n[mirror]\\nServer = file:///srv/arch\\n' >/etc/pacman.conf'''
    }

    /** Packages of the kind rpm keeps, each as [name, version] with options; then the repository is made anew. */
    void rpms(Map<String, String> security = [:], Object... packages) {
        packages.each { each ->
            def (String name, String version, Map more) = each + [[:]]
            more = more ?: [:]
            file('/root/one.spec').text = "Name: $name\nVersion: $version\nRelease: 1\nSummary: $name\nLicense: MIT\nBuildArch: noarch\n" +
                    ['Requires', 'Obsoletes', 'Provides'].findAll { more[it] }.collect { "$it: ${more[it]}\n" }.join() +
                    "%description\n$name\n%files\n" + (more.post ? "%post\n${more.post}\n" : '')
            sh 'cd /root && rpmbuild -bb --quiet --define "_rpmdir /srv/rpm" --define "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm" one.spec'
        }
        sh 'rm -rf /srv/rpm/repodata && createrepo_c -q /srv/rpm'
        if (security) {
            file('/root/updateinfo.xml').text = '<?xml version="1.0" encoding="UTF-8"?>\n<updates>' + security.collect { name, version ->
                "<update from=\"x@example.org\" status=\"stable\" type=\"security\" version=\"1\"><id>EX-$name</id><title>$name</title>" +
                        '<severity>Important</severity><issued date="2024-01-01 00:00:00"/><description>x</description><pkglist><collection short="EX"><name>EX</name>' +
                        "<package name=\"$name\" version=\"$version\" release=\"1\" epoch=\"0\" arch=\"noarch\" src=\"$name-$version-1.src.rpm\"><filename>$name-$version-1.noarch.rpm</filename></package>" +
                        '</collection></pkglist></update>'
            }.join('') + '</updates>\n'
            sh 'modifyrepo_c /root/updateinfo.xml /srv/rpm/repodata'
        }
    }

    /** Packages of the kind pacman keeps; then the repository's index is made anew. */
    void arch(Object... packages) {
        packages.each { each ->
            def (String name, String version, Map more) = each + [[:]]
            more = more ?: [:]
            file('/root/PKGINFO').text = "pkgname = $name\npkgbase = $name\npkgver = $version-1\npkgdesc = $name\nurl = x\nbuilddate = 1700000000\n" +
                    "packager = x\nsize = 10\narch = any\nlicense = MIT\n" + (more.depend ? "depend = $more.depend\n" : '') + (more.replaces ? "replaces = $more.replaces\nconflict = $more.replaces\n" : '')
            file('/root/INSTALL').text = "post_upgrade() {\n${more.post ?: ':'}\n}\n"
            sh """d=\$(mktemp -d); mkdir -p \$d/usr/share/doc/$name; echo $version >\$d/usr/share/doc/$name/version; mv /root/PKGINFO \$d/.PKGINFO; mv /root/INSTALL \$d/.INSTALL
                cd \$d && tar -czf /srv/arch/$name-$version-1-any.pkg.tar.gz .PKGINFO .INSTALL usr && rm -rf \$d
                d=/srv/index; mkdir -p \$d; rm -rf \$d/$name-[0-9]*; mkdir -p \$d/$name-$version-1; f=/srv/arch/$name-$version-1-any.pkg.tar.gz
                { printf '%%FILENAME%%\\n%s\\n\\n%%NAME%%\\n%s\\n\\n%%VERSION%%\\n%s\\n\\n%%CSIZE%%\\n%s\\n\\n%%SHA256SUM%%\\n%s\\n\\n%%ARCH%%\\nany\\n' \
                    \${f##*/} $name $version-1 \$(wc -c <\$f) \$(sha256sum <\$f | cut -d' ' -f1)
                  [ -z "${more.depend ?: ''}" ] || printf '\\n%%DEPENDS%%\\n%s\\n' ${more.depend ?: ''}
                  [ -z "${more.replaces ?: ''}" ] || printf '\\n%%REPLACES%%\\n%s\\n\\n%%CONFLICTS%%\\n%s\\n' ${more.replaces ?: ''} ${more.replaces ?: ''}; } >\$d/$name-$version-1/desc
                cd \$d && tar -czf /srv/arch/mirror.db *"""
        }
        // pacman takes an index only where it is newer, by whole seconds
        sh "touch -d @${1700000000 + 10 * indexes++} /srv/arch/mirror.db"
    }
}
