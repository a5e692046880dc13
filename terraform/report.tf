# Looker Studio has no API that makes charts. Its Linking API opens a report whose sources are these
# views: with a template its charts come along, else somebody places them once.
locals {
  report_parameters = merge(
    { "c.mode" = "edit", "r.reportName" = "Market volume (${var.environment})" },
    var.report_template_id == null ? {} : { "c.reportId" = var.report_template_id },
    [for name, view in local.views : {
      "ds.${view.alias}.connector"      = "bigQuery"
      "ds.${view.alias}.type"           = "TABLE"
      "ds.${view.alias}.projectId"      = var.project_id
      "ds.${view.alias}.datasetId"      = var.dataset_id
      "ds.${view.alias}.tableId"        = name
      "ds.${view.alias}.datasourceName" = view.title
    }]...
  )
}
