package dev.steward.runner.lab.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** Five containers and four Docker virtual machines on loopback. They exist in memory only. */
public final class DemoEstate implements AutoCloseable {

    /** The password of the user admin, for sudo and for logging in. */
    public static final String ADMIN_PASSWORD = "correct horse";

    private static final long STACK = 8L << 20;

    private final ExecutorService threads;
    private final List<DemoHost> hosts;
    private final List<DemoHost> doorless = new ArrayList<>();
    private final InstantSource time;
    private final double speed;
    private final KeyPair hostKey;
    private final KeyPair clientKey;
    private final FrontDoor door;

    /**
     * The estate of the demo, not listening yet.
     *
     * @param time its clock
     * @param speed how much faster than in life package work and boots go, 1 for life
     * @throws GeneralSecurityException when this JVM has no ECDSA
     */
    public DemoEstate(InstantSource time, double speed) throws GeneralSecurityException {
        this(time, speed, Roles.all());
    }

    /** The same with hosts of one's own. */
    public DemoEstate(InstantSource time, double speed, List<HostSpec> specs) throws GeneralSecurityException {
        this.time = time;
        this.speed = speed;
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(null, work, "lab-" + count.incrementAndGet(), STACK);
            thread.setDaemon(true);
            return thread;
        });
        hosts = specs.stream()
                .map(spec -> new DemoHost(spec, time, threads, speed))
                .toList();
        hostKey = key();
        clientKey = key();
        door = new FrontDoor(hostKey, clientKey.getPublic(), Map.of("admin", ADMIN_PASSWORD, "ops", ""), threads);
    }

    private static KeyPair key() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Listens for every host on a free port of loopback. */
    public void start() throws IOException {
        door.open(hosts);
    }

    /** Another host, which lets nobody in by SSH. */
    public DemoHost doorless(HostSpec spec) {
        DemoHost host = new DemoHost(spec, time, threads, speed);
        doorless.add(host);
        return host;
    }

    public List<DemoHost> hosts() {
        return hosts;
    }

    /** The host of a name. */
    public DemoHost host(String name) {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Where a host listens. */
    public int port(DemoHost host) {
        return door.port(host);
    }

    /**
     * An inventory of the estate, in Ansible's YAML.
     *
     * @param key where the client key will lie
     */
    public String inventory(String key) {
        StringBuilder text = new StringBuilder(
                        "all:\n  vars:\n    ansible_user: root\n    ansible_ssh_private_key_file: '")
                .append(key.replace("'", "''"))
                .append("'\n  children:\n");
        group(text, "lxc_containers", HostSpec.Kind.CONTAINER);
        group(text, "docker_vms", HostSpec.Kind.VM);
        return text.toString();
    }

    private void group(StringBuilder text, String name, HostSpec.Kind kind) {
        text.append("    ").append(name).append(":\n      hosts:\n");
        for (DemoHost host : hosts) {
            if (host.spec().kind() == kind) {
                text.append("        ")
                        .append(host.name())
                        .append(": {ansible_host: 127.0.0.1, ansible_port: ")
                        .append(port(host))
                        .append("}\n");
            }
        }
    }

    /** The lines of known_hosts for all hosts. */
    public String knownHosts() {
        StringBuilder text = new StringBuilder();
        String key = PublicKeyEntry.toString(hostKey.getPublic());
        hosts.forEach(host -> text.append("[127.0.0.1]:")
                .append(port(host))
                .append(' ')
                .append(key)
                .append('\n'));
        return text.toString();
    }

    /** The private key that is let in, as OpenSSH writes it. */
    public String clientKey() throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(clientKey, "demo", null, out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        hosts.forEach(host -> host.machine().powerOff());
        doorless.forEach(host -> host.machine().powerOff());
        door.close();
        threads.shutdownNow();
    }
}
