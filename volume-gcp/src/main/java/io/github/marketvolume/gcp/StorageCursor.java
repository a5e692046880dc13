package io.github.marketvolume.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ServerStream;
import com.google.cloud.bigquery.storage.v1.AvroRows;
import com.google.cloud.bigquery.storage.v1.BigQueryReadClient;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.ReadStream;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.local.spi.BarCursor;
import io.github.marketvolume.market.BarColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Goes through the bars of a table by the Storage API, in Avro; one stream at a time. */
final class StorageCursor implements BarCursor {

  /** The decimal places of a NUMERIC. */
  private static final int NUMERIC_SCALE = 9;

  private final String what;
  private final BigQueryReadClient client;
  private final Iterator<ReadStream> streams;
  private final GenericDatumReader<GenericRecord> reader;
  private final Map<BarColumn, Integer> positions = new EnumMap<>(BarColumn.class);

  private @Nullable ServerStream<ReadRowsResponse> stream;
  private Iterator<ReadRowsResponse> responses = List.<ReadRowsResponse>of().iterator();
  private @Nullable BinaryDecoder rows;
  private @Nullable GenericRecord row;
  private String ticker = "";

  StorageCursor(GoogleCloud cloud, String what, BarsTable table, ReadRequest request) {
    this.what = what;
    try {
      client = cloud.readClient();
    } catch (IOException e) {
      throw new SourceException(
          what + ": the Storage API cannot be asked: " + BigQueryWords.firstLine(e), e);
    }
    try {
      List<BarColumn> columns = table.columns(request);
      ReadSession session = client.createReadSession(session(cloud, table, columns, request));
      streams = session.getStreamsList().iterator();
      Schema schema = new Schema.Parser().parse(session.getAvroSchema().getSchema());
      reader = new GenericDatumReader<>(schema);
      for (BarColumn column : columns) {
        positions.put(column, schema.getField(table.nameOf(column)).pos());
      }
    } catch (ApiException e) {
      client.close();
      throw new SourceException(BigQueryWords.of(what, e), e);
    }
  }

  private static CreateReadSessionRequest session(
      GoogleCloud cloud, BarsTable table, List<BarColumn> columns, ReadRequest request) {
    ReadSession.TableReadOptions.Builder options =
        ReadSession.TableReadOptions.newBuilder().setRowRestriction(table.restriction(request));
    columns.forEach(column -> options.addSelectedFields(table.nameOf(column)));
    return CreateReadSessionRequest.newBuilder()
        .setParent("projects/" + cloud.bigQuery().getOptions().getProjectId())
        .setMaxStreamCount(1)
        .setReadSession(
            ReadSession.newBuilder()
                .setTable(table.resource())
                .setDataFormat(DataFormat.AVRO)
                .setReadOptions(options))
        .build();
  }

  @Override
  public boolean next() {
    try {
      while (rows == null || rows.isEnd()) {
        if (responses.hasNext()) {
          AvroRows block = responses.next().getAvroRows();
          rows =
              DecoderFactory.get()
                  .binaryDecoder(block.getSerializedBinaryRows().toByteArray(), rows);
        } else if (streams.hasNext()) {
          stream =
              client
                  .readRowsCallable()
                  .call(
                      ReadRowsRequest.newBuilder().setReadStream(streams.next().getName()).build());
          responses = stream.iterator();
        } else {
          return false;
        }
      }
      row = reader.read(row, rows);
      return true;
    } catch (ApiException e) {
      throw new SourceException(BigQueryWords.of(what, e), e);
    } catch (IOException e) {
      throw new SourceException(
          what + ": what the Storage API sends cannot be read: " + BigQueryWords.firstLine(e), e);
    }
  }

  private @Nullable Object cell(BarColumn column) {
    Integer position = positions.get(column);
    return position == null || row == null ? null : row.get(position);
  }

  @Override
  public @Nullable String ticker() {
    Object cell = cell(BarColumn.TICKER);
    if (cell == null) {
      return null;
    }
    if (!ticker.contentEquals((CharSequence) cell)) {
      ticker = cell.toString();
    }
    return ticker;
  }

  @Override
  public int epochDay() {
    Object cell = cell(BarColumn.TRADE_DATE);
    return cell == null ? Integer.MIN_VALUE : (Integer) cell;
  }

  @Override
  public double value(BarColumn column) {
    Object cell = cell(column);
    if (cell instanceof ByteBuffer unscaled) {
      byte[] bytes = new byte[unscaled.remaining()];
      unscaled.duplicate().get(bytes);
      return new BigDecimal(new BigInteger(bytes), NUMERIC_SCALE).doubleValue();
    }
    return cell == null ? Double.NaN : ((Number) cell).doubleValue();
  }

  @Override
  public void close() {
    if (stream != null && responses.hasNext()) {
      stream.cancel();
    }
    client.close();
  }
}
