package dev.steward.runner.store.trouble;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.engine.MetaRecord;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** What went wrong with a database in a file, in one sentence with the next step instead of the words of H2 and Flyway. */
public final class StoreTrouble implements Trouble {

    /** H2 writes in chunks: with less than this it fails, though the disk is not quite full. */
    private static final long TOO_LITTLE = 256 << 10;

    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    /** H2's codes of a file that it cannot make sense of. */
    private static final List<Integer> DAMAGED =
            List.of(ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1, ErrorCode.GENERAL_ERROR_1);

    /** What H2 answers to everything after it had to close a file by itself. */
    private static final List<Integer> CLOSED =
            List.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN, ErrorCode.CONNECTION_BROKEN_1);

    /** H2 puts what ended it into the words of its own error, and not always among the causes. */
    private static final List<String> MEMORY = List.of("OutOfMemoryError", "out-of-memory");

    /** The codes of its pages that are not what was written. */
    private static final List<Integer> SPOILT = List.of(
            DataUtils.ERROR_READING_FAILED,
            DataUtils.ERROR_INTERNAL,
            DataUtils.ERROR_UNSUPPORTED_FORMAT,
            DataUtils.ERROR_FILE_CORRUPT,
            DataUtils.ERROR_SERIALIZATION,
            DataUtils.ERROR_CHUNK_NOT_FOUND,
            DataUtils.ERROR_BLOCK_NOT_FOUND,
            DataUtils.ERROR_TRANSACTION_CORRUPT);

    private final Path file;

    /** The first that was met: from then on H2 may only say that it is closed. */
    private final AtomicReference<String> met = new AtomicReference<>();

    /**
     * Trouble with one database.
     *
     * @param file the database's
     */
    public StoreTrouble(Path file) {
        this.file = file;
    }

    @Override
    public StoreException opening(Exception e) {
        if (e instanceof StoreException said) {
            return said;
        }
        if (full(e)) {
            return noRoom(e);
        }
        if (causes(e).anyMatch(c -> c instanceof FlywayException && said(c).contains("not resolved locally"))) {
            return new StoreException(
                    "the history in " + file.getParent()
                            + " was written by a newer Steward, and this one would spoil it;"
                            + " use that Steward, or set STEWARD_HOME to another directory",
                    e);
        }
        Optional<Why> why = why(e);
        if (why.isPresent()) {
            return told(why.get(), e);
        }
        if (causes(e).anyMatch(StoreTrouble::damaged)) {
            return damaged("is damaged", e);
        }
        return new StoreException(
                "the database in " + file.getParent() + " cannot be opened: "
                        + said(e).lines().findFirst().orElse("")
                        + "; where nothing else changed since it was opened last, put a backup in its place",
                e);
    }

    /** Why a backup was not restored; what was there before is as it was. */
    public StoreException restoring(Exception e) {
        return full(e)
                ? new StoreException(
                        "the disk is full: no room is left for the restored history in "
                                + file.getParent().getParent()
                                + ". Nothing was changed; free some space there, or set STEWARD_HOME to a directory on another disk",
                        e)
                : new StoreException(
                        "the backup could not be restored, and nothing was changed: "
                                + said(e).lines().findFirst().orElse(""),
                        e);
    }

    /** A file that is there, but holds no history any more. */
    public StoreException emptied() {
        return damaged("was there before, but holds nothing any more", null);
    }

    private static boolean damaged(Throwable cause) {
        return cause instanceof EOFException
                || cause instanceof SQLException sql && (DAMAGED.contains(sql.getErrorCode()) || unreadable(sql))
                || ofSchema(cause);
    }

    /** H2 keeps its tables as statements that it carries out when it opens: what fails there nobody asked for. */
    private static boolean ofSchema(Throwable cause) {
        return Arrays.stream(cause.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(MetaRecord.class.getName()));
    }

    /** A value that is none of its column: all that Steward reads has the type that it wrote. */
    private static boolean unreadable(SQLException e) {
        return e.getErrorCode() == ErrorCode.DATA_CONVERSION_ERROR_1;
    }

    private StoreException damaged(String what, Exception e) {
        return new StoreException(
                "the database file " + file + " " + what + "; put a backup in its place, or move it away to begin a new"
                        + " history: mv " + file + " " + file + ".damaged",
                e);
    }

    @Override
    public RuntimeException working(RuntimeException e) {
        if (e instanceof StoreException) {
            return e;
        }
        if (causes(e).anyMatch(StoreTrouble::ofDatabase) && full(e)) {
            return noRoom(e);
        }
        Optional<Why> why = why(e);
        if (why.isPresent()) {
            StoreException told = told(why.get(), e);
            // what one text holds says nothing of the rest
            if (why.get() != Why.FOREIGN) {
                met.compareAndSet(null, told.getMessage());
            }
            return told;
        }
        return met.get() != null && causes(e).anyMatch(StoreTrouble::closed) ? new StoreException(met.get(), e) : e;
    }

    /** What is wrong with a file that was opened, or with the reading of it. */
    private enum Why {
        DAMAGED,
        UNREADABLE,
        MEMORY,
        FOREIGN
    }

    private static Optional<Why> why(Exception e) {
        if (causes(e).anyMatch(StoreTrouble::memory) && causes(e).anyMatch(StoreTrouble::ofFile)) {
            return Optional.of(Why.MEMORY);
        }
        if (causes(e).anyMatch(Spoilt.class::isInstance)) {
            return Optional.of(Why.FOREIGN);
        }
        if (causes(e).noneMatch(StoreTrouble::spoilt)) {
            return Optional.empty();
        }
        boolean ended = causes(e).anyMatch(EOFException.class::isInstance);
        return Optional.of(!ended && causes(e).anyMatch(IOException.class::isInstance) ? Why.UNREADABLE : Why.DAMAGED);
    }

    private StoreException told(Why why, Exception e) {
        return switch (why) {
            case DAMAGED -> damaged("is damaged", e);
            case UNREADABLE ->
                new StoreException(
                        "the database file " + file + " cannot be read (" + system(e)
                                + "): look at its disk with dmesg, then start Steward again; where the disk is failing, put a"
                                + " backup on another one and name it in STEWARD_HOME",
                        e);
            case MEMORY ->
                new StoreException(
                        "the history in " + file.getParent()
                                + " was closed since the memory ran out: start Steward again, with more of it in STEWARD_JAVA_OPTIONS"
                                + " (-Xmx1g); where that does not help the file is damaged, so put a backup in its place",
                        e);
            case FOREIGN ->
                new StoreException(
                        "the database file " + file + " " + Spoilt.HELD
                                + "; use the newer Steward, or put a backup in its place",
                        e);
        };
    }

    private static String system(Throwable e) {
        return causes(e)
                .filter(IOException.class::isInstance)
                .map(StoreTrouble::said)
                .findFirst()
                .orElseThrow();
    }

    private static boolean memory(Throwable cause) {
        return cause instanceof OutOfMemoryError
                || cause instanceof MVStoreException && MEMORY.stream().anyMatch(said(cause)::contains);
    }

    private static boolean ofFile(Throwable cause) {
        return cause instanceof MVStoreException || ofDatabase(cause);
    }

    /** What H2 read is no page of a database: a general error alone may be a fault of what was asked. */
    private static boolean spoilt(Throwable cause) {
        return cause instanceof MVStoreException read && SPOILT.contains(read.getErrorCode())
                || cause instanceof SQLException sql
                        && (sql.getErrorCode() == ErrorCode.FILE_CORRUPTED_1 || unreadable(sql));
    }

    private static boolean closed(Throwable cause) {
        return cause instanceof SQLException sql && CLOSED.contains(sql.getErrorCode())
                || cause instanceof MVStoreException gone && gone.getErrorCode() == DataUtils.ERROR_CLOSED;
    }

    private static boolean ofDatabase(Throwable cause) {
        return cause instanceof SQLException;
    }

    private StoreException noRoom(Exception e) {
        return new StoreException(
                "the disk is full: no room is left for the history in " + file.getParent()
                        + "; free some space there, or set STEWARD_HOME to a directory on another disk",
                e);
    }

    /** By what the system said, or by a look: after the first failure H2 says only that it is closed. */
    private boolean full(Throwable e) {
        return causes(e).map(StoreTrouble::said).anyMatch(text -> FULL.stream().anyMatch(text::contains))
                || room() < TOO_LITTLE;
    }

    private long room() {
        try {
            return Files.getFileStore(file.getParent()).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(30);
    }

    private static String said(Throwable e) {
        return String.valueOf(e.getMessage());
    }
}
