package dev.soma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J on the processor; its libraries are loaded when it is opened. */
final class Nd4jCpu {
    private static final String VERSION_FILE = "/META-INF/maven/org.nd4j/nd4j-native/pom.properties";

    private final int threads;

    private Nd4jCpu(int threads) {
        this.threads = threads;
    }

    /**
     * Loads ND4J, once, from the jars on the class path.
     *
     * @throws UnavailableException if it is not there or does not load
     */
    static Nd4jCpu open(int threads) throws UnavailableException {
        if (Nd4jCpu.class.getResource(VERSION_FILE) == null) {
            throw new UnavailableException(
                    "ND4J is not on the class path: './soma bench --nd4j' builds Soma with it, './soma test -Pnd4j' tests"
                            + " with it",
                    null);
        }
        try {
            Nd4j.getEnvironment().setMaxMasterThreads(threads);
            Nd4j.getEnvironment().setMaxThreads(threads);
            return new Nd4jCpu(Nd4j.getEnvironment().maxMasterThreads());
        } catch (IllegalStateException | LinkageError e) {
            throw UnavailableException.because(e);
        }
    }

    /** The version of its processor's backend. */
    String version() {
        try (InputStream file = Nd4jCpu.class.getResourceAsStream(VERSION_FILE)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException(VERSION_FILE + " cannot be read", e);
        }
    }

    /** The number of threads it computes with. */
    int threads() {
        return threads;
    }

    /** An array in ND4J's own memory. */
    static INDArray array(float[] values, long... shape) {
        return Nd4j.createFromArray(values).reshape(shape);
    }

    /** An array of that shape. */
    static INDArray array(long... shape) {
        return Nd4j.create(DataType.FLOAT, shape);
    }

    /** Executes an operation of that name. */
    static void execute(String name, INDArray[] inputs, INDArray[] outputs, int... settings) {
        Nd4j.exec(DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(outputs)
                .addIntegerArguments(settings)
                .build());
    }
}
