#!/usr/bin/env bash
#
# Breaks each property in a copy, one at a time, and fails unless the property's own test does.
# A test that cannot fail shows nothing.
#
#   tests/mutations.sh FOLDER    a copy of the configuration in which terraform init was run
#
# check.sh calls it.
set -euo pipefail

original=$(cd -P "${1:?the folder of an initialised copy is missing}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The provider is large, and the same for all copies.
export TF_DATA_DIR=$original/.terraform TF_IN_AUTOMATION=1

at_once=$(getconf _NPROCESSORS_ONLN)
count=0

# broken TEST RUN FILE EDIT: after the edit (of sed -E) of the file, that run of tests/TEST.tftest.hcl
# fails. An edit that begins with + is text to add to the file instead.
broken() {
  count=$((count + 1))
  while (($(jobs -rp | wc -l) >= at_once)); do
    wait -n || true
  done
  try "$work/$(printf '%03d' "$count")" "$@" &
}

try() {
  local folder=$1 test=$2 run=$3 file=$4 edit=$5
  mkdir "$folder"
  cp -R "$original"/* "$original/.terraform.lock.hcl" "$folder"
  if [[ $edit == +* ]]; then
    printf '\n%s\n' "${edit#+}" >>"$folder/$file"
  else
    sed -E "$edit" "$original/$file" >"$folder/$file"
  fi
  # Only this run: the others have passed, and would take as long again. terraform fmt puts a run's
  # closing brace at the beginning of a line.
  awk -v run="$run" '
    /^run "/ { skipped = $2 != "\"" run "\"" }
    !skipped { print }
    /^}/ { skipped = 0 }
  ' "$original/tests/$test.tftest.hcl" >"$folder/tests/$test.tftest.hcl"

  local outcome=missed why=
  if cmp -s "$original/$file" "$folder/$file"; then
    why='the edit changes nothing'
  elif ! grep -q "^run " "$folder/tests/$test.tftest.hcl"; then
    why='there is no such run'
  elif terraform -chdir="$folder" test -no-color -filter="tests/$test.tftest.hcl" >"$folder.log" 2>&1; then
    why='the run passes'
  elif ! grep -Eq 'Error: (Test assertion failed|Missing expected failure)' "$folder.log"; then
    # A configuration that is no longer valid says nothing about the property.
    why="the run fails for another reason: $(grep -m 1 '^Error: ' "$folder.log" || echo unknown)"
  else
    outcome=noticed
  fi
  printf '%s  %s: %s: %s%s\n' "$outcome" "$run" "$file" "${edit//$'\n'/ }" "${why:+ ($why)}" >"$folder.result"
  rm -rf "$folder"
}

# The lake
broken lake lake_is_closed_to_the_public storage.tf 's/"enforced"/"inherited"/'
broken lake lake_has_uniform_access storage.tf 's/(uniform_bucket_level_access = )true/\1false/'
broken lake lake_keeps_what_is_overwritten storage.tf 's/enabled = true/enabled = false/'
broken lake lake_keeps_what_is_overwritten storage.tf 's/7 \* 24 \* 60 \* 60/0/'
broken lake lake_deletes_what_passes_through_and_never_raw_prices storage.tf 's/\["tmp\/"\]/["tmp\/", "raw\/"]/'
broken lake lake_deletes_what_passes_through_and_never_raw_prices storage.tf 's/"ARCHIVED"/"ANY"/'
broken lake lake_moves_raw_prices_to_nearline storage.tf 's/"NEARLINE"/"ARCHIVE"/'

# The warehouse
broken warehouse tables_with_dates_are_partitioned_by_month bigquery.tf 's/"MONTH"/"DAY"/'
broken warehouse tables_with_dates_are_partitioned_by_month schemas/rejected.json 's/"origin"/"trade_date"/'
broken warehouse tables_with_dates_are_partitioned_by_month locals.tf 's/"start_date"/"end_date"/'
broken warehouse tables_with_dates_are_partitioned_by_month locals.tf '/^    shocks = /,/^    }/ s/(partition   = ).*/\1null/'
broken warehouse tables_of_tickers_are_clustered_by_ticker locals.tf 's/\["ticker"\]/["trade_date"]/'
broken warehouse tables_of_tickers_are_clustered_by_ticker locals.tf '/^    shocks = /,/^    }/ s/null/["start_date"]/'
broken warehouse tables_are_the_outputs_of_the_pipeline locals.tf 's/^    rejected = /    leaderboard = /'
broken warehouse schemas_are_whole schemas/market_daily.json 's/"trade_date", "type": "DATE", "mode": "REQUIRED"/"trade_date", "type": "DATE", "mode": "NULLABLE"/'
broken warehouse schemas_are_whole schemas/shocks.json 's/"start_date", "type": "DATE", "mode": "REQUIRED"/"start_date", "type": "DATE", "mode": "NULLABLE"/'
broken warehouse schemas_are_whole schemas/ticker_daily.json 's/"shares traded[^"]*"/""/'
broken warehouse views_are_standard_sql bigquery.tf 's/(use_legacy_sql = )false/\1true/'
broken warehouse report_has_a_view_for_each_figure locals.tf 's/^    v_anomalies = /    v_top10_tickers = /'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_largest_volume_per_day.sql 's/max_ticker/top_ticker/'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_anomalies.sql 's/\$\{dataset\}/other.dataset/'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_total_volume_per_day.sql '/^WHERE/d'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_market_daily.sql 's/(JOIN `)\$\{dataset\}/\1other.dataset/'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_market_daily.sql 's/JOIN `\$\{dataset\}\.shocks`/JOIN shocks/'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_market_daily.sql 's/BETWEEN start_date/BETWEEN first_date/'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_shocks.sql 's/peak_down_volume/peak_volume_down/'
broken warehouse views_read_tables_of_the_warehouse_and_columns_that_they_have templates/views/v_shocks.sql '/^  WHERE/d'

# The network and the VM
broken network vm_has_no_external_address mage_vm.tf 's/^  network_interface \{/&\n    access_config {}/'
broken network nothing_is_open_to_the_world mage_vm.tf 's/^  network_interface \{/&\n    access_config {}/'
broken network vm_is_shielded mage_vm.tf 's/(enable_secure_boot += )true/\1false/'
broken network vm_is_shielded mage_vm.tf 's/(enable_integrity_monitoring = )true/\1false/'
broken network vm_logins_are_google_accounts mage_vm.tf 's/(enable-oslogin += )"TRUE"/\1"FALSE"/'
broken network vm_logins_are_google_accounts mage_vm.tf 's/(block-project-ssh-keys = )"TRUE"/\1"FALSE"/'
broken network vm_logins_are_google_accounts mage_vm.tf 's/(serial-port-enable += )"FALSE"/\1"TRUE"/'
broken network vm_runs_as_its_own_account mage_vm.tf 's/this\["mage"\]/this["spark"]/'
broken network vm_starts_the_image_of_the_registry registry.tf 's/docker\.pkg\.dev/example.com/'
broken network vm_starts_the_image_of_the_registry mage_vm.tf '/VOLUME_JARS/d'
broken network only_google_s_proxy_comes_in network.tf 's/35\.235\.240\.0\/20/0.0.0.0\/0/'
broken network only_google_s_proxy_comes_in network.tf 's/"22", "6789"/"1-65535"/'
broken network only_google_s_proxy_comes_in network.tf '/google_compute_firewall" "iap"/,/^}/ s/\[local\.mage_tag\]/["other"]/'
broken network spark_talks_to_itself_only network.tf '/"spark_internal"/,/^}/ s/(source_ranges += )\[.*/\1["10.0.0.0\/8"]/'
broken network spark_talks_to_itself_only network.tf '/destination_ranges/d'
broken network spark_talks_to_itself_only spark.tf 's/google_compute_subnetwork\.spark/google_compute_subnetwork.mage/'
broken network spark_talks_to_itself_only network.tf 's/private_ip_google_access = true/private_ip_google_access = false/'
broken network nothing_is_open_to_the_world network.tf '+resource "google_compute_firewall" "added" {
  name          = "added"
  network       = google_compute_network.this.id
  source_ranges = ["0.0.0.0/0"]
  allow {
    protocol = "tcp"
  }
}'
broken network network_has_only_its_own_subnets network.tf 's/(auto_create_subnetworks = )false/\1true/'
broken network only_the_vm_has_a_way_out network.tf '/"google_compute_router_nat"/,/^}/ s/google_compute_subnetwork\.mage/google_compute_subnetwork.spark/'
broken network without_the_vm_there_is_no_way_in_or_out network.tf '/google_compute_firewall" "iap"/,/^}/ s/local\.by_mage \? 1 : 0/1/'

# Rights
broken rights project_roles_are_exactly_these iam.tf 's/"roles\/dataproc\.worker"/&, "roles\/storage.admin"/'
broken rights no_basic_roles iam.tf 's/"roles\/storage\.objectViewer"/"roles\/storage.admin"/'
broken rights no_basic_roles iam.tf 's/"roles\/dataproc\.worker"/"roles\/editor"/'
broken rights no_basic_roles iam.tf '+resource "google_project_iam_member" "added" {
  project = var.project_id
  role    = "roles/owner"
  member  = google_service_account.this["mage"].member
}'
broken rights no_key_files iam.tf '+resource "google_service_account_key" "added" {
  service_account_id = google_service_account.this["spark"].name
}'
broken rights grants_are_added_and_replace_nobody_s iam.tf '+resource "google_project_iam_binding" "added" {
  project = var.project_id
  role    = "roles/bigquery.jobUser"
  members = [google_service_account.this["mage"].member]
}'
broken rights nothing_is_granted_to_everybody iam.tf '/"mage_reads"/,/^}/ s/google_service_account\.this\["mage"\]\.member/"allUsers"/'
broken rights service_account_user_is_on_spark_alone iam.tf '/"acts_as_spark"/,/^}/ s/this\["spark"\]\.name/this["mage"].name/'
broken rights service_account_user_is_on_spark_alone iam.tf 's/"roles\/workflows\.invoker"/&, "roles\/iam.serviceAccountUser"/'
broken rights service_account_user_is_on_spark_alone iam.tf 's/\["mage", "scheduler"\]/["mage", "scheduler", "report"]/'
broken rights submitters_start_batches_and_no_more iam.tf 's/"dataproc\.batches\.list",/&\n    "dataproc.clusters.create",/'
broken rights mage_writes_raw_prices_and_manifests_only iam.tf 's/\/objects\/raw\//\/objects\//'
broken rights mage_writes_raw_prices_and_manifests_only iam.tf 's/ && resource\.name\.endsWith\(\\"\/manifest\.json\\"\)//'
broken rights warehouse_is_written_by_spark_alone iam.tf 's/(report = )"roles\/bigquery\.dataViewer"/\1"roles\/bigquery.dataEditor"/'
broken rights batches_run_as_spark spark.tf 's/this\["spark"\]/this["mage"]/'
broken rights operators_reach_mage_only iam.tf 's/destination\.port == 6789/destination.port == 22/'
broken rights report_is_lent_to_looker_studio_as_report iam.tf '/"report_agent"/,/^}/ s/this\["report"\]/this["spark"]/'
broken rights images_are_what_was_tested registry.tf 's/(immutable_tags = )true/\1false/'

# Protection
broken protection prod_refuses_to_be_destroyed bigquery.tf 's/(deletion_protection = )var\.deletion_protection/\1false/'
broken protection prod_refuses_to_be_destroyed bigquery.tf 's/(delete_contents_on_destroy = )!var\.deletion_protection/\1true/'
broken protection prod_refuses_to_be_destroyed storage.tf 's/(force_destroy = )!var\.deletion_protection/\1true/'
broken protection prod_s_vm_refuses_to_be_destroyed mage_vm.tf 's/(deletion_protection += )var\.deletion_protection/\1false/'
broken protection prod_refuses_to_be_destroyed scheduler.tf 's/(deletion_protection = )var\.deletion_protection/\1false/'
broken protection prod_cannot_ask_for_less variables.tf 's/var\.deletion_protection \|\| var\.environment != "prod"/var.deletion_protection || true/'
broken protection apis_stay_when_this_goes apis.tf 's/(disable_on_destroy = )false/\1true/'

# The monthly run and its cost
broken operation mage_starts_the_month locals.tf 's/(by_workflows = ).*/\1true/'
broken operation workflows_start_the_month locals.tf 's/(by_mage += ).*/\1true/'
broken operation nobody_starts_the_month_unless_asked variables.tf 's/(default += )"nobody"/\1"workflows"/'
broken operation workflows_start_the_month scheduler.tf 's/this\["scheduler"\]\.email/this["spark"].email/'
broken operation workflows_start_the_month scheduler.tf 's/this\["scheduler"\]\.id/this["spark"].id/'
broken operation workflow_starts_the_same_batch templates/monthly_batch.yaml 's/body: \$\{batch\}/body: {}/'
broken operation batch_runs_on_java_17_and_ends_by_itself spark.tf 's/"7200s"/"86400s"/'
broken operation batch_runs_on_java_17_and_ends_by_itself variables.tf 's/"2\.3"$/"2.2"/'
broken operation batch_has_all_its_jars spark.tf 's/-shaded\.jar/.jar/'
broken operation batch_has_all_its_jars spark.tf 's/(jarFileUris += )\[.*/\1[]/'
broken operation jars_are_uploaded_to_where_a_batch_finds_them outputs.tf 's/values\(local\.jars\)/[local.jars.application]/'
broken operation jars_are_uploaded_to_where_a_batch_finds_them spark.tf 's/coalesce\(var\.release, (var\.application_version)\)/\1/'
broken operation batch_runs_from_the_lake_to_the_warehouse spark.tf '/"--warehouse"/d'
broken operation batch_runs_from_the_lake_to_the_warehouse spark.tf '/"--lake"/d'
broken operation batch_s_driver_prints_into_the_lake spark.tf 's/(stagingBucket = )local.lake/\1"other"/'
broken operation batch_command_says_all_of_the_request spark.tf '/"--jars=/d'
broken operation report_link_has_a_source_for_each_view report.tf 's/"bigQuery"/"BIG_QUERY"/'
broken operation report_link_has_a_source_for_each_view report.tf 's/(tableId" += )name/\1view.title/'
broken operation report_link_has_a_source_for_each_view locals.tf 's/"ds3"/"ds2"/'
broken operation report_link_has_a_source_for_each_view locals.tf 's/"ds5"/"ds4"/'
broken operation report_link_needs_no_template report.tf 's/var\.report_template_id == null \? \{\} : (\{.*\}),/{ "c.reportId" = "none" },/'
broken operation budget_reports_before_the_money_is_spent budget.tf 's/"FORECASTED_SPEND"/"CURRENT_SPEND"/'

# Bars that arrive
broken arriving nothing_arrives_unless_somebody_may_send locals.tf 's/(arriving     = ).*/\1true/'
broken arriving publishers_send_bars_and_nobody_else_does arriving.tf 's/"roles\/pubsub\.publisher"/"roles\/pubsub.editor"/'
broken arriving bars_are_written_to_files_as_they_came arriving.tf 's/^  cloud_storage_config \{/&\n    avro_config {}/'
broken arriving bars_are_written_to_files_as_they_came arriving.tf 's/"YYYY-MM-DD\//"/'
broken arriving bars_are_written_to_files_as_they_came apis.tf 's/"pubsub\.googleapis\.com"//'
broken arriving bars_wait_for_a_bucket_and_the_subscription_for_bars arriving.tf 's/"604800s"/"600s"/'
broken arriving bars_wait_for_a_bucket_and_the_subscription_for_bars arriving.tf 's/(ttl = )""/\1"2678400s"/'
broken arriving arriving_files_are_closed_to_the_public arriving.tf 's/"enforced"/"inherited"/'
broken arriving pubsub_writes_new_files_and_no_more arriving.tf 's/"roles\/storage\.objectCreator"/"roles\/storage.objectUser"/'
broken arriving pubsub_writes_new_files_and_no_more arriving.tf 's/\["storage\.buckets\.get"\]/["storage.buckets.get", "storage.objects.list"]/'
broken arriving pubsub_writes_new_files_and_no_more arriving.tf '/"google_storage_bucket_iam_member"/,/^}/ s/google_storage_bucket\.arriving\[0\]/google_storage_bucket.lake/'
broken arriving arriving_files_of_prod_stay arriving.tf 's/(force_destroy = )!var\.deletion_protection/\1true/'
broken arriving refuses_everybody_as_a_publisher variables.tf '/^variable "publishers"/,/^}/ s/(condition += ).*/\1length(var.publishers) >= 0/'

# What is refused
broken variables refuses_operators variables.tf '/^variable "operators"/,/^}/ s/(condition += ).*/\1length(var.operators) >= 0/'
broken variables refuses_mage_image variables.tf 's/ && !endswith\(var\.mage_image, ":latest"\)//'
broken variables refuses_a_budget_without_an_account variables.tf 's/ \|\| var\.billing_account != null/ || true/'

wait
results=("$work"/*.result)
cat "${results[@]}"
noticed=$(cat "${results[@]}" | grep -c '^noticed' || true)
printf '\nmutations: %d passed, %d failed\n' "$noticed" "$((count - noticed))"
((noticed == count))
