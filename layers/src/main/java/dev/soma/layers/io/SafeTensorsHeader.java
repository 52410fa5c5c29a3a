package dev.soma.layers.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The header of a safetensors file.
 *
 * @param entries in the order of the data
 */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    /** The longest header the Python package reads. */
    static final int LONGEST = 100_000_000;

    private static final String METADATA = "__metadata__";
    static final String DAMAGED = "it is damaged or no safetensors file: write or fetch it again";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A tensor: its values are the bytes from {@code begin} to before {@code end} of the data. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
    record Entry(String name, TensorType type, int[] shape, long begin, long end) {
        int length() {
            return (int) ((end - begin) / type.bytes());
        }

        Tensor in(Map<String, Tensor> tensors) {
            return Objects.requireNonNull(tensors.get(name), name);
        }
    }

    static SafeTensorsHeader of(Map<String, Tensor> tensors, Map<String, String> metadata) {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("a tensor is named " + METADATA + ", which the format reserves");
        }
        List<Map.Entry<String, Tensor>> sorted = new ArrayList<>(tensors.entrySet());
        sorted.sort(Comparator.<Map.Entry<String, Tensor>, TensorType>comparing(
                        named -> named.getValue().type())
                .thenComparing(Map.Entry::getKey));
        List<Entry> entries = new ArrayList<>();
        long end = 0;
        for (Map.Entry<String, Tensor> named : sorted) {
            Tensor tensor = named.getValue();
            long begin = end;
            end += (long) tensor.length() * tensor.type().bytes();
            entries.add(new Entry(named.getKey(), tensor.type(), tensor.shape(), begin, end));
        }
        return new SafeTensorsHeader(entries, new TreeMap<>(metadata));
    }

    /** The JSON, filled up with spaces so that the data after it is aligned to 8 bytes. */
    byte[] toBytes() throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode object = root.putObject(METADATA);
            metadata.forEach(object::put);
        }
        for (Entry entry : entries) {
            ObjectNode object = root.putObject(entry.name());
            object.put("dtype", entry.type().name());
            Arrays.stream(entry.shape()).forEach(object.putArray("shape")::add);
            object.putArray("data_offsets").add(entry.begin()).add(entry.end());
        }
        byte[] json = JSON.writeValueAsBytes(root);
        byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, 8) * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        if (padded.length > LONGEST) {
            throw new IllegalArgumentException("the header would have " + padded.length + " bytes, at most " + LONGEST
                    + " are readable: use less metadata");
        }
        return padded;
    }

    static SafeTensorsHeader parse(Path file, ByteBuffer bytes) throws FormatException {
        JsonNode root = parseJson(file, bytes);
        if (!root.isObject()) {
            throw new FormatException(file, "its header is no JSON object", DAMAGED);
        }
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = Map.of();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                metadata = metadata(file, field.getValue());
            } else {
                entries.add(entry(file, field.getKey(), field.getValue()));
            }
        }
        // an empty tensor may begin where another begins: it comes first
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return new SafeTensorsHeader(entries, metadata);
    }

    private static JsonNode parseJson(Path file, ByteBuffer bytes) throws FormatException {
        try {
            return JSON.readTree(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw new FormatException(file, "its header is not UTF-8", DAMAGED, e);
        } catch (JsonProcessingException e) {
            throw new FormatException(file, "its header is no valid JSON: " + e.getOriginalMessage(), DAMAGED, e);
        }
    }

    private static Map<String, String> metadata(Path file, JsonNode node) throws FormatException {
        Map<String, String> metadata = new LinkedHashMap<>();
        boolean strings = node.isObject();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            strings &= field.getValue().isTextual();
            metadata.put(field.getKey(), field.getValue().asText());
        }
        if (!strings) {
            throw new FormatException(file, METADATA + " in its header is no object of strings", DAMAGED);
        }
        return metadata;
    }

    private static Entry entry(Path file, String name, JsonNode node) throws FormatException {
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual() || !node.path("shape").isArray() || offsets.size() != 2) {
            throw fault(file, name, "lacks a dtype, a shape or two data_offsets in the header");
        }
        TensorType type = type(file, name, node.path("dtype").asText());
        int[] shape = shape(file, name, node.path("shape"));
        long elements = Shapes.elements(shape);
        if (elements > Shapes.LONGEST_ARRAY) {
            throw fault(
                    file,
                    name,
                    "has the shape " + Arrays.toString(shape) + ", expected at most " + Shapes.LONGEST_ARRAY
                            + " elements");
        }
        long begin = offset(offsets.path(0));
        long end = offset(offsets.path(1));
        if (begin < 0 || end < begin) {
            throw fault(file, name, "has the data_offsets " + offsets + ", expected 0 <= begin <= end");
        }
        if (end - begin != elements * type.bytes()) {
            throw fault(
                    file,
                    name,
                    "of shape " + Arrays.toString(shape) + " and dtype " + type + " has " + (end - begin)
                            + " bytes, expected " + elements * type.bytes());
        }
        return new Entry(name, type, shape, begin, end);
    }

    private static TensorType type(Path file, String name, String type) throws FormatException {
        return TensorType.named(type)
                .orElseThrow(() -> new FormatException(
                        file,
                        "the tensor '" + name + "' has the dtype " + type + ", expected one of "
                                + Arrays.toString(TensorType.values()),
                        "convert it, such as to F32, before it is saved"));
    }

    private static int[] shape(Path file, String name, JsonNode sizes) throws FormatException {
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            JsonNode size = sizes.path(i);
            if (!size.isInt() || size.intValue() < 0) {
                throw fault(file, name, "has the shape " + sizes + ", expected sizes of 0 to " + Integer.MAX_VALUE);
            }
            shape[i] = size.intValue();
        }
        return shape;
    }

    /** An offset, or -1 if it is no number or negative. */
    private static long offset(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? Math.max(-1, node.longValue()) : -1;
    }

    private static FormatException fault(Path file, String name, String problem) {
        return new FormatException(file, "the tensor '" + name + "' " + problem, DAMAGED);
    }
}
