package dev.steward.runner.store.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.store.migration.Migrations;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup that is there. What it holds is believed only once {@link #verify} has looked through all of it. */
public final class BackupFile implements AutoCloseable {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path path;
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(Path path, ZipFile zip, Manifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens one and reads what it says of itself.
     *
     * @throws BackupRefused when it is none, or of a form that this Steward does not know
     * @throws IOException when the file cannot be read
     */
    public static BackupFile open(Path path) throws BackupRefused, IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException e) {
            throw new BackupRefused(path + " is no backup, or only a part of one (" + e.getMessage()
                    + "); take another copy of it, or an older backup");
        }
        try {
            return new BackupFile(path, zip, manifest(path, zip));
        } catch (BackupRefused | IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static Manifest manifest(Path path, ZipFile zip) throws BackupRefused, IOException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null) {
            throw new BackupRefused(path + " is no backup of Steward: it holds no " + Manifest.NAME
                    + ". steward backup FILE makes one.");
        }
        Manifest read;
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            read = JSON.readValue(in.readAllBytes(), Manifest.class);
            // it tells of all others, and only the zip file tells of it: which nobody looks at but we
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw damaged(path, Manifest.NAME);
            }
        } catch (ZipException | EOFException | JacksonException | NullPointerException e) {
            throw damaged(path, Manifest.NAME);
        }
        if (read.format() != Manifest.FORMAT) {
            throw new BackupRefused(path + " was made by Steward " + read.steward() + " in a form (" + read.format()
                    + ") that this one does not know; use that Steward");
        }
        return read;
    }

    private static BackupRefused damaged(Path path, String entry) {
        return new BackupRefused(path + " is damaged: " + entry
                + " is not what was written. Nothing was changed; take another copy of it, or an older backup.");
    }

    /** What it says of itself. */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Looks through all of it: every part is there, whole, and what was written, and nothing else is.
     *
     * @throws BackupRefused with the name of the first part that is not
     */
    public void verify() throws BackupRefused, IOException {
        Map<String, Manifest.Entry> told =
                manifest.entries().stream().collect(Collectors.toMap(Manifest.Entry::name, Function.identity()));
        Set<String> there = zip.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        there.remove(Manifest.NAME);
        for (String name : there) {
            if (!told.containsKey(name)) {
                throw new BackupRefused(path + " holds " + name + ", of which its manifest knows nothing;"
                        + " it was changed after it was made, so nothing of it is used");
            }
        }
        for (Manifest.Table table : manifest.tables()) {
            if (!told.containsKey(table.entry())) {
                throw damaged(path, table.entry());
            }
        }
        for (Manifest.Entry entry : manifest.entries()) {
            verify(entry);
        }
    }

    private void verify(Manifest.Entry entry) throws BackupRefused, IOException {
        MessageDigest digest = BackupWriter.sha256();
        ZipEntry there = zip.getEntry(entry.name());
        if (there == null) {
            throw damaged(path, entry.name());
        }
        long bytes;
        try (InputStream in = new DigestInputStream(zip.getInputStream(there), digest)) {
            bytes = in.transferTo(OutputStream.nullOutputStream());
        } catch (ZipException | EOFException e) {
            throw damaged(path, entry.name());
        }
        if (bytes != entry.bytes() || !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw damaged(path, entry.name());
        }
    }

    /**
     * Whether this Steward's tables can hold it: its own, or those of an older one.
     *
     * @throws BackupRefused when a newer Steward made it
     */
    public void fits() throws BackupRefused {
        List<String> ours = Migrations.names();
        List<String> theirs = manifest.schema();
        if (theirs.isEmpty()
                || theirs.size() > ours.size()
                || !ours.subList(0, theirs.size()).equals(theirs)) {
            throw new BackupRefused(path + " was made by a newer Steward (" + manifest.steward() + ", schema up to "
                    + (theirs.isEmpty() ? "nothing" : theirs.get(theirs.size() - 1)) + "; this one knows up to "
                    + ours.get(ours.size() - 1) + "); use that Steward or a newer one");
        }
    }

    /** The content of one part. */
    InputStream read(String entry) throws IOException {
        return zip.getInputStream(zip.getEntry(entry));
    }

    /**
     * Puts what lay beside the database into a folder, which is made; what is there already stays.
     *
     * @return what was there already and was left alone
     * @throws BackupRefused when a name leads out of the folder
     */
    public List<String> unpack(Path folder) throws BackupRefused, IOException {
        Path root = folder.toAbsolutePath().normalize();
        List<String> there = new ArrayList<>();
        for (String name : manifest.files()) {
            Path to = root.resolve(name).normalize();
            if (!to.startsWith(root)) {
                throw new BackupRefused(path + " holds " + name + ", which leads out of " + root);
            }
            if (Files.exists(to)) {
                there.add(name);
                continue;
            }
            Files.createDirectories(to.getParent());
            try (InputStream in = read(Manifest.FILES + name);
                    OutputStream out = Private.create(to)) {
                in.transferTo(out);
            }
        }
        return there;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
