// Passes a table through: every array is read by its layout and built again in fresh buffers.
//
// Parameters: `batch_rows` asks the host for batches of at most so many rows; `fail` gives up with that message.

#include <stdlib.h>

#include "arrow.h"
#include "params.h"

typedef exports_sandtable_transform_table_transform_error_t failure;

static const char PARAMS[] =
    "{\"type\": \"object\", \"properties\": {"
    "\"batch_rows\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": 4294967295,"
    " \"description\": \"rows a batch; 0 leaves it to the host\"},"
    "\"fail\": {\"type\": \"string\", \"description\": \"fails with this message\"}},"
    "\"additionalProperties\": false}";

// What is returned belongs to the bindings, which free it: all of it comes from the heap.
void exports_sandtable_transform_metadata_describe(exports_sandtable_transform_metadata_description_t *about) {
  *about = (exports_sandtable_transform_metadata_description_t){0};
  table_string_dup(&about->name, "roundtrip-c");
  table_string_dup(&about->version, "0.1.0");
  table_string_dup(&about->summary, "passes a table through C buffers, unchanged");
  table_string_dup(&about->params, PARAMS);

  about->inputs.ptr = malloc(sizeof *about->inputs.ptr);
  about->extra.ptr = malloc(sizeof *about->extra.ptr);
  if (!about->inputs.ptr || !about->extra.ptr) abort();
  about->inputs.len = about->extra.len = 1;
  about->inputs.ptr[0] = (sandtable_transform_types_input_spec_t){0};
  table_string_dup(&about->inputs.ptr[0].name, "table");
  table_string_dup(&about->inputs.ptr[0].description, "any table");
  table_string_dup(&about->extra.ptr[0].f0, "language");
  table_string_dup(&about->extra.ptr[0].f1, "c");
}

static bool give_up(failure *error, const char *code, const char *doing, text message) {
  table_string_dup(&error->code, code);
  error->message = text_into_string(&message);
  error->context.ptr = malloc(sizeof *error->context.ptr);
  if (!error->context.ptr) abort();
  error->context.len = 1;
  table_string_dup(&error->context.ptr[0], doing);
  return false;
}

static void say_rows(uint64_t rows) {
  text line = {0};
  text_add(&line, "roundtrip-c: ");
  text_add_number(&line, rows);
  text_add(&line, " rows");
  table_string_t message = text_into_string(&line);
  sandtable_transform_host_log(SANDTABLE_TRANSFORM_HOST_LEVEL_INFO, &message);
  table_string_free(&message);
}

static bool transform(sandtable_transform_tables_borrow_input_t table, sandtable_transform_tables_borrow_output_t output,
                      uint32_t batch_rows, failure *error) {
  arrow_schema schema;
  sandtable_transform_tables_method_input_schema(table, &schema);
  sandtable_transform_tables_method_output_start(output, &schema);
  uint64_t rows = 0, total;
  bool total_known = sandtable_transform_tables_method_input_rows(table, &total);
  text problem = {0};
  arrow_batch batch, fresh;
  while (problem.length == 0 && sandtable_transform_tables_method_input_next(table, batch_rows, &batch)) {
    if (arrow_rebuild(&schema, &batch, &fresh, &problem)) {
      sandtable_transform_tables_method_output_push(output, &fresh);
      sandtable_transform_types_batch_free(&fresh);
      rows += batch.rows;
      sandtable_transform_host_progress(rows, total_known ? &total : NULL);
    }
    sandtable_transform_types_batch_free(&batch);
  }
  sandtable_transform_types_schema_free(&schema);
  if (problem.length > 0) return give_up(error, "bad-table", "passing the table through", problem);
  say_rows(rows);
  return true;
}

bool exports_sandtable_transform_table_transform_run(
    exports_sandtable_transform_table_transform_list_tuple2_string_own_input_t *inputs, table_string_t *json,
    exports_sandtable_transform_table_transform_own_output_t output, failure *error) {
  params given;
  text problem = {0};
  bool done;
  if (!params_read(*json, &given, &problem)) {
    done = give_up(error, "bad-parameter", "reading the parameters", problem);
  } else if (given.has_fail) {
    done = give_up(error, "asked-to-fail", "reading the parameters", given.fail);
  } else {
    done = transform(sandtable_transform_tables_borrow_input(inputs->ptr[0].f1),
                     sandtable_transform_tables_borrow_output(output), given.batch_rows, error);
  }
  for (size_t input = 0; input < inputs->len; input++) {
    sandtable_transform_tables_input_drop_own(inputs->ptr[input].f1);
  }
  sandtable_transform_tables_output_drop_own(output);
  exports_sandtable_transform_table_transform_list_tuple2_string_own_input_free(inputs);
  table_string_free(json);
  return done;
}
