package dev.steward.runner.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Events as JSON: enum words in lower case, instants as ISO-8601, durations in seconds, absent values as null. The form
 * is the same in the database, the API and the live stream.
 */
public final class EventJson {

    private static final Map<String, Class<?>> KINDS = Arrays.stream(RunEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(EventJson::word, type -> type));

    /** One for all: each mapper learns the form of every event anew, which a short command would pay five times. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(values())
            .build();

    private static final ObjectReader OBJECTS = MAPPER.readerForMapOf(Object.class)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What the library says of itself rather than of the text. */
    private static final Pattern READER = Pattern.compile(" \\(start marker at .*\\)|, from `[^`]*`");

    /** The kind of an event, as "taskStarted". */
    public static String kind(RunEvent event) {
        return word(event.getClass());
    }

    /** An event's payload, without its kind. */
    public String write(RunEvent event) {
        return text(event);
    }

    /**
     * An event from its payload.
     *
     * @throws IllegalArgumentException for a kind or payload that this version does not know
     */
    public RunEvent read(String kind, String payload) {
        Class<?> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("unknown kind of event '" + kind + "'");
        }
        return (RunEvent) value(payload, type);
    }

    /**
     * The same for a log, which shows nothing of what a task returns and of what it changes in files: without these, since
     * they may be a thousand times as long as the rest.
     */
    public RunEvent readTold(String kind, String payload) {
        try {
            if (kind.equals(word(RunEvent.TaskFinished.class))) {
                RunEvent.TaskFinished done = Logs.TOLD.readValue(payload, RunEvent.TaskFinished.class);
                return done.with(done.message(), Map.of(), List.of());
            }
            if (kind.equals(word(RunEvent.ItemFinished.class))) {
                RunEvent.ItemFinished done = Logs.TOLD.readValue(payload, RunEvent.ItemFinished.class);
                return done.with(done.item(), done.message(), Optional.empty());
            }
            return read(kind, payload);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(JsonProcessingException e) {
        String words = READER.matcher(e.getOriginalMessage()).replaceAll("");
        return new IllegalArgumentException("cannot be read as JSON: " + words, e);
    }

    /** Made where a log is read: a short command does without. */
    private static final class Logs {

        static final ObjectMapper TOLD = MAPPER.copy()
                .addMixIn(RunEvent.TaskFinished.class, Told.class)
                .addMixIn(RunEvent.ItemFinished.class, Told.class);

        /** What a log does not show. */
        @JsonIgnoreProperties({"data", "diffs"})
        private interface Told {}
    }

    /** Any record or plain data in the same form. */
    public String text(Object data) {
        try {
            return MAPPER.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The reverse of {@link #text}. */
    public <T> T value(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    /**
     * A JSON object as plain data; one that says a name twice is refused, since it may mean either, and so is one after which
     * more is said, which nobody would hear.
     */
    public Map<String, Object> map(String json) {
        try {
            return OBJECTS.readValue(json);
        } catch (MismatchedInputException e) {
            throw new IllegalArgumentException(
                    "cannot be read as JSON: it must be one object, and nothing after it", e);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static String word(Class<?> type) {
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static SimpleModule values() {
        SimpleModule module = new SimpleModule("values");
        module.addSerializer(Instant.class, writer(Instant.class, (at, out) -> out.writeString(at.toString())));
        module.addSerializer(Duration.class, writer(Duration.class, (took, out) -> out.writeNumber(seconds(took))));
        module.addSerializer(Optional.class, writer(Optional.class, (some, out) -> out.writePOJO(some.orElse(null))));
        module.addSerializer(ZoneId.class, writer(ZoneId.class, (zone, out) -> out.writeString(zone.getId())));
        module.addDeserializer(ZoneId.class, reader(ZoneId.class, in -> ZoneId.of(in.getText())));
        module.addDeserializer(Instant.class, reader(Instant.class, in -> Instant.parse(in.getText())));
        module.addDeserializer(Duration.class, reader(Duration.class, in -> duration(in.getDecimalValue())));
        module.addDeserializer(Optional.class, new Optionals(null));
        return module;
    }

    private static BigDecimal seconds(Duration took) {
        return BigDecimal.valueOf(took.toNanos(), 9).stripTrailingZeros();
    }

    private static Duration duration(BigDecimal seconds) {
        return Duration.ofNanos(seconds.movePointRight(9).longValue());
    }

    private interface Write<T> {
        void write(T what, JsonGenerator out) throws IOException;
    }

    private interface Read<T> {
        T read(JsonParser in) throws IOException;
    }

    private static <T> StdSerializer<T> writer(Class<T> type, Write<T> write) {
        return new StdSerializer<T>(type) {
            @Override
            public void serialize(T what, JsonGenerator out, SerializerProvider provider) throws IOException {
                write.write(what, out);
            }
        };
    }

    private static <T> StdDeserializer<T> reader(Class<T> type, Read<T> read) {
        return new StdDeserializer<T>(type) {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return read.read(in);
            }
        };
    }

    /** An optional of whatever the record's component says it holds. */
    @SuppressWarnings("rawtypes")
    private static final class Optionals extends StdDeserializer<Optional> implements ContextualDeserializer {

        private final transient JavaType of;

        Optionals(JavaType of) {
            super(Optional.class);
            this.of = of;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new Optionals(context.getContextualType().containedTypeOrUnknown(0));
        }

        @Override
        public Optional<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Optional.of(context.readValue(in, of));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }
    }
}
