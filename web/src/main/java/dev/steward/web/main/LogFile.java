package dev.steward.web.main;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.FileSize;
import dev.steward.runner.config.LogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of this process: the file that {@link Program} names, one a day and at most 20 MB each, kept for 14 days and within
 * 200 MB. In code and not in XML, whose reader costs a short command 30 ms. Logback finds it as a service; a process that
 * names no file (a spec) is configured as usual.
 */
public final class LogFile extends ContextAwareBase implements Configurator {

    /** The system property that names the file. */
    static final String FILE = "steward.log";

    private static final Map<String, Level> QUIETER = Map.of(
            "org.eclipse.jetty", Level.WARN,
            "org.quartz", Level.WARN,
            "org.flywaydb", Level.WARN,
            "com.zaxxer", Level.WARN,
            "org.apache.sshd", Level.ERROR,
            "io.javalin", Level.WARN);

    /** Made by Logback. */
    public LogFile() {}

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        String file = System.getProperty(FILE);
        if (file == null || System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        logs.getStatusManager().add(new NopStatusListener());
        ch.qos.logback.classic.Logger all = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        all.setLevel(Level.INFO);
        all.addAppender(appender(logs, file, text(logs)));
        QUIETER.forEach((name, level) -> logs.getLogger(name).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * From now on the log is as configured.
     *
     * @return why it is not, and where it goes instead; empty: it is
     */
    static Optional<String> use(LogConfig config) {
        String before = System.getProperty(FILE);
        if (before == null || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext logs)) {
            return Optional.empty();
        }
        Level level = Level.toLevel(config.level().name());
        ch.qos.logback.classic.Logger all = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        // what others have to say in detail is of use to nobody here
        all.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
        logs.getLogger("dev.steward").setLevel(level);
        Optional<String> trouble = config.file().flatMap(LogFile::unwritable);
        String file =
                trouble.isPresent() ? before : config.file().map(Path::toString).orElse(before);
        all.detachAndStopAllAppenders();
        all.addAppender(appender(logs, file, config.format() == LogConfig.Format.JSON ? json(logs) : text(logs)));
        return trouble.map(said -> said + "; the log goes to " + before);
    }

    private static Optional<String> unwritable(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("log.file " + file + " cannot be written (" + e + ")");
        }
    }

    private static Encoder<ILoggingEvent> json(LoggerContext logs) {
        JsonLines encoder = new JsonLines();
        encoder.setContext(logs);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext logs) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logs);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%X{run}] [%X{host}] %logger{30} %msg%n");
        encoder.start();
        return encoder;
    }

    private static RollingFileAppender<ILoggingEvent> appender(
            LoggerContext logs, String file, Encoder<ILoggingEvent> encoder) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(logs);
        appender.setFile(file);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(logs);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i");
        policy.setMaxFileSize(FileSize.valueOf("20MB"));
        policy.setMaxHistory(14);
        policy.setTotalSizeCap(FileSize.valueOf("200MB"));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(policy);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
